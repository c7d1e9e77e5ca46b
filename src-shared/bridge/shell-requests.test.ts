import { expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, type ShellRequest } from './shell-contract.ts';
import { ShellRequests } from './shell-requests.ts';

const open = (id: string): ShellRequest => ({ kind: 'openSession', sessionId: id as never });

it('keeps what was asked before anybody listened for the first who does', async () => {
  const requests = new ShellRequests();
  requests.publish(open('1'));
  requests.publish(open('2'));
  const reader = requests.read(undefined, [{ kind: 'preferences', preferences: DEFAULT_PREFERENCES }]);
  expect((await reader.next()).value).toMatchObject({ kind: 'preferences' });
  expect((await reader.next()).value).toEqual(open('1'));
  expect((await reader.next()).value).toEqual(open('2'));
  const later = reader.next();
  requests.publish(open('3'));
  expect((await later).value).toEqual(open('3'));
});

it('ends with its signal, and then keeps requests again', async () => {
  const requests = new ShellRequests();
  const abort = new AbortController();
  const waiting = requests.read(abort.signal).next();
  abort.abort();
  expect((await waiting).done).toBe(true);
  requests.publish(open('1'));
  expect((await requests.read(undefined).next()).value).toEqual(open('1'));
});
