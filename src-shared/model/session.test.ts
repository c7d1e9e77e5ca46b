import { describe, expect, it } from 'vitest';
import { canEnd, canPickUp, composerLock, listOf, replyWindowEnd } from './session.ts';

const NOW = 1_700_000_000_000;
const holder = { extension: '1001', name: 'Ana' } as never;

describe('the composer', () => {
  const lock = (
    channelKind: 'sms' | 'whatsapp' | 'facebook' | 'livechat',
    replyWindowEndsAt: number | null,
    state: 'open' | 'ended' = 'open',
  ) => composerLock({ state, channelKind, replyWindowEndsAt }, NOW);

  it.each(['sms', 'whatsapp', 'facebook', 'livechat'] as const)(
    'is open on %s where there is no reply window',
    (channelKind) => expect(lock(channelKind, null)).toBeNull(),
  );

  it('is open until the very end of the reply window and locked from then on', () => {
    expect(lock('whatsapp', NOW + 1)).toBeNull();
    expect(lock('whatsapp', NOW)).toBe('replyWindowOver');
    expect(lock('facebook', NOW - 1)).toBe('replyWindowOver');
  });

  it('asks for a template where the contact has not written yet, on WhatsApp only', () => {
    expect(lock('whatsapp', 0)).toBe('templateFirst');
    expect(lock('facebook', 0)).toBe('replyWindowOver');
  });

  it('is locked for good once the session ended', () => {
    expect(lock('sms', null, 'ended')).toBe('ended');
    expect(lock('whatsapp', NOW + 1, 'ended')).toBe('ended');
  });
});

describe('the end of the reply window', () => {
  it('is told only where a window is or was open', () => {
    expect(replyWindowEnd({ replyWindowEndsAt: NOW })).toBe(NOW);
    expect(replyWindowEnd({ replyWindowEndsAt: 0 })).toBeNull();
    expect(replyWindowEnd({ replyWindowEndsAt: null })).toBeNull();
  });
});

describe('ending and picking up', () => {
  it('keeps a session from being ended while it waits to be picked up by hand', () => {
    expect(canEnd({ state: 'open', holder: null, pickUpMode: 'manual' })).toBe(false);
    expect(canEnd({ state: 'open', holder, pickUpMode: 'manual' })).toBe(true);
  });

  it('allows ending in every other open session, and never twice', () => {
    expect(canEnd({ state: 'open', holder: null, pickUpMode: 'auto' })).toBe(true);
    expect(canEnd({ state: 'open', holder: null, pickUpMode: 'none' })).toBe(true);
    expect(canEnd({ state: 'open', holder, pickUpMode: null })).toBe(true);
    expect(canEnd({ state: 'ended', holder, pickUpMode: 'manual' })).toBe(false);
  });

  it('offers to pick up what waits, unless the queue knows no picking up', () => {
    expect(canPickUp({ state: 'open', holder: null, pickUpMode: 'manual' })).toBe(true);
    expect(canPickUp({ state: 'open', holder: null, pickUpMode: 'auto' })).toBe(true);
    expect(canPickUp({ state: 'open', holder: null, pickUpMode: 'none' })).toBe(false);
    expect(canPickUp({ state: 'open', holder, pickUpMode: 'manual' })).toBe(false);
    expect(canPickUp({ state: 'ended', holder: null, pickUpMode: 'manual' })).toBe(false);
  });
});

describe('the list of a session', () => {
  it('is the archive for archived and ended ones, its own for campaigns, else the recent ones', () => {
    expect(listOf({ origin: 'contact', isArchived: false, state: 'open' })).toBe('recent');
    expect(listOf({ origin: 'campaign', isArchived: false, state: 'open' })).toBe('campaign');
    expect(listOf({ origin: 'campaign', isArchived: true, state: 'open' })).toBe('archived');
    expect(listOf({ origin: 'agent', isArchived: false, state: 'ended' })).toBe('archived');
  });
});
