import { describe, expect, it } from 'vitest';
import { readConfig, toGatewayOptions } from './config.ts';

const ENV = {
  LYNK_DATA_DIR: '/data',
  LYNK_PABX_URL: 'https://pabx.example:8088',
  LYNK_PABX_CLIENT_ID: 'client',
  LYNK_PABX_CLIENT_SECRET: 'secret',
};
const webRoot = (env: Record<string, string>, flags: Record<string, string>, fallback?: string) =>
  toGatewayOptions(readConfig(undefined, { ...ENV, ...env }, flags), fallback).webRoot;

describe('the folder of Lynk Web', () => {
  it('is the one configured, before the one that came with the gateway', () => {
    expect(webRoot({}, {}, '/built')).toBe('/built');
    expect(webRoot({ LYNK_WEB_ROOT: '/env' }, {}, '/built')).toBe('/env');
    expect(webRoot({ LYNK_WEB_ROOT: '/env' }, { 'web-root': '/flag' }, '/built')).toBe('/flag');
    expect(webRoot({}, {})).toBeUndefined();
  });
});
