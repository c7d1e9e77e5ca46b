// A gateway over the PABX emulator, both in the process of the test and each on a free port: connector, HTTP and
// event stream are the real ones, only people are missing (the test says who writes and what colleagues do).
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { startEmulator } from '#gateway/emulator/emulator.ts';
import { startGatewayOn, type RunningGateway } from '#gateway/gateway.ts';
import { createPSeries } from '#gateway/pabx/p-series/p-series.ts';
import { EmulatorControl } from './emulator-control.ts';
import { FAST } from './test-gateway.ts';

export interface EmulatedGateway {
  readonly gateway: RunningGateway;
  /** The PABX's control endpoint. */
  readonly control: EmulatorControl;
}

/** Starts pairs for the tests of a file and stops them after each test. */
export function emulatedGatewayTests(): (agents?: readonly string[]) => Promise<EmulatedGateway> {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  return async (agents = ['1001', '1002', '1003']) => {
    const emulator = await startEmulator({ people: false, history: false });
    ends.push(() => emulator.stop());
    const { url, clientId, clientSecret, controlUrl, controlToken } = emulator;
    const pabx = { url, clientId, clientSecret };
    const dataDir = mkdtempSync(path.join(tmpdir(), 'lynk-emulated-'));
    const gateway = await startGatewayOn(
      { host: '127.0.0.1', port: 0, dataDir, name: 'Emulated', pabx, openAgents: agents },
      { pabx: createPSeries(pabx), mirrorTiming: FAST },
    );
    ends.push(() => gateway.stop());
    await gateway.whenRead;
    return { gateway, control: new EmulatorControl(controlUrl, controlToken) };
  };
}
