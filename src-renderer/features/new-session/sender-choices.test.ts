import { describe, expect, it } from 'vitest';
import { Channel } from '#shared/model/directory.ts';
import { senderChoices, startableKinds } from './sender-choices.ts';

const buildChannel = (overrides: Record<string, unknown>) =>
  Channel.parse({
    id: 'c1',
    version: 1,
    name: 'SMS',
    kind: 'sms',
    isConnected: true,
    senders: ['+5511'],
    ...overrides,
  });

describe('senders for a new session', () => {
  it('offers only kinds for which this agent has a sender, SMS first', () => {
    const whatsapp = buildChannel({ id: 'w', kind: 'whatsapp' });
    expect(startableKinds([whatsapp, buildChannel({})])).toEqual(['sms', 'whatsapp']);
    expect(startableKinds([whatsapp, buildChannel({ senders: [] })])).toEqual(['whatsapp']);
    expect(startableKinds([buildChannel({ kind: 'facebook' }), buildChannel({ kind: 'livechat' })])).toEqual(
      [],
    );
  });

  it('lists every sender of the kind, connected channels first, each with its own key', () => {
    const cut = buildChannel({ id: 'cut', isConnected: false, senders: ['+1'] });
    const good = buildChannel({ id: 'good', senders: ['+1', '+2'] });
    const choices = senderChoices([cut, good], 'sms');
    expect(choices.map(({ channel, sender }) => [channel.id, sender])).toEqual([
      ['good', '+1'],
      ['good', '+2'],
      ['cut', '+1'],
    ]);
    expect(new Set(choices.map(({ key }) => key)).size).toBe(3);
  });
});
