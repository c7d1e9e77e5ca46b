import { describe, expect, it } from 'vitest';
import { gatewayAddress } from './gateway-address.ts';

describe('gatewayAddress', () => {
  it('takes a bare name as https and this computer as http', () => {
    expect(gatewayAddress(' lynk.exemplo.com.br ')).toBe('https://lynk.exemplo.com.br');
    expect(gatewayAddress('localhost:4780')).toBe('http://localhost:4780');
    expect(gatewayAddress('127.0.0.1:4780/chat')).toBe('http://127.0.0.1:4780');
  });
  it('keeps a scheme and a port and drops the rest', () => {
    expect(gatewayAddress('http://10.0.0.5:8080/?x=1')).toBe('http://10.0.0.5:8080');
  });
  it('refuses what is no web address', () => {
    for (const text of ['', '   ', 'ftp://lynk', 'javascript://alert(1)', 'meu gateway', 'http://']) {
      expect({ text, address: gatewayAddress(text) }).toEqual({ text, address: null });
    }
  });
});
