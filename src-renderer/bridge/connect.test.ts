import { describe, expect, it } from 'vitest';
import { PORTS_MESSAGE } from '#shared/bridge/ports.ts';
import { portsOf } from './connect.ts';

describe('portsOf', () => {
  const self = {};
  const ports = [new MessageChannel().port1, new MessageChannel().port1];

  it('takes the two ports that the host posts to this very window', () => {
    // The source of a message event is only compared.
    const source = self as MessageEventSource;
    expect(portsOf({ data: PORTS_MESSAGE, ports, source }, self)).toEqual(ports);
  });
  it('ignores another window, another message and missing ports', () => {
    const source = self as MessageEventSource;
    const other = {} as MessageEventSource;
    expect(portsOf({ data: PORTS_MESSAGE, ports, source: other }, self)).toBeNull();
    expect(portsOf({ data: 'hello', ports, source }, self)).toBeNull();
    expect(portsOf({ data: PORTS_MESSAGE, ports: ports.slice(1), source }, self)).toBeNull();
  });
});
