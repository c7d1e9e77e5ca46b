import { assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileId } from './ids.ts';
import { DeliveryState, laterDelivery, previewOf } from './message.ts';

describe('laterDelivery', () => {
  it('lets a late word never undo an earlier, further one', () => {
    expect(laterDelivery('read', 'sent')).toBe('read');
    expect(laterDelivery('delivered', 'sent')).toBe('delivered');
    expect(laterDelivery('sent', 'read')).toBe('read');
  });

  it('takes a failure only before the other side had the message', () => {
    expect(laterDelivery('sent', 'failed')).toBe('failed');
    expect(laterDelivery('read', 'failed')).toBe('read');
    expect(laterDelivery('failed', 'sent')).toBe('failed');
    expect(laterDelivery('failed', 'delivered')).toBe('delivered');
  });

  it('gives the same for the same word told again', () => {
    const state = constantFrom(...DeliveryState.options);
    assert(
      property(state, state, (held, told) => {
        const once = laterDelivery(held, told);
        expect(laterDelivery(once, told)).toBe(once);
      }),
    );
  });
});

describe('previewOf', () => {
  const text = (words: string) => previewOf({ kind: 'text', text: words, file: null });

  it('puts a text on one line', () => {
    expect(text('  one\n\ntwo\tthree ')).toBe('one two three');
  });

  it('never cuts a character in two', () => {
    const family = '👨‍👩‍👧‍👦';
    const preview = text(family.repeat(40));
    expect(preview.length).toBeLessThanOrEqual(160);
    expect(preview.replaceAll(family, '')).toBe('…');
  });

  it('names the file of a message without words', () => {
    const file = { id: FileId.parse('f'), name: 'nota.pdf', mimeType: 'application/pdf', sizeBytes: 1 };
    expect(previewOf({ kind: 'file', text: '', file })).toBe('nota.pdf');
  });
});
