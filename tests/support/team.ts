// A team as an administrator would set it up: the PABX emulator in one process, the gateway in another, agents
// added with the gateway's own command line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { EmulatorControl } from './emulator-control.ts';
import { printed, startScript, type RunningProcess } from './processes.ts';

const SECRETS = {
  LYNK_PABX_CLIENT_ID: 'lynk-tests',
  LYNK_PABX_CLIENT_SECRET: 'a-secret-of-the-tests',
  LYNK_EMULATOR_CONTROL_TOKEN: 'control-of-the-tests',
};

/** A port that was free a moment ago: the gateway must come back on the same one after it was killed. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

export class Team {
  readonly folder: string;
  readonly control: EmulatorControl;
  readonly gatewayUrl: string;
  readonly pabxUrl: string;
  readonly #emulator: RunningProcess;
  #gateway: RunningProcess | undefined;

  private constructor(parts: {
    folder: string;
    control: EmulatorControl;
    gatewayUrl: string;
    pabxUrl: string;
    emulator: RunningProcess;
  }) {
    this.folder = parts.folder;
    this.control = parts.control;
    this.gatewayUrl = parts.gatewayUrl;
    this.pabxUrl = parts.pabxUrl;
    this.#emulator = parts.emulator;
  }

  /** Starts both and adds `agents` (their password is `passwordOf(extension)`). */
  static async start(agents: readonly string[]): Promise<Team> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lynk-team-'));
    const emulator = startScript('emulator', ['--port', '0', '--no-people'], { env: SECRETS });
    const pabxUrl = await printed(emulator, /PABX emulator: (\S+)/u);
    const controlUrl = await printed(emulator, /Control: (\S+)/u);
    const control = new EmulatorControl(controlUrl, SECRETS.LYNK_EMULATOR_CONTROL_TOKEN);
    await control.do('delivery', { mode: 'manual' });
    const port = await freePort();
    writeFileSync(
      path.join(folder, 'gateway.json'),
      JSON.stringify({
        name: 'Team of the tests',
        host: '127.0.0.1',
        port,
        dataDir: path.join(folder, 'gateway'),
        pabx: { url: pabxUrl, clientId: SECRETS.LYNK_PABX_CLIENT_ID },
      }),
    );
    const team = new Team({ folder, control, gatewayUrl: `http://127.0.0.1:${port}`, pabxUrl, emulator });
    for (const extension of agents) await team.addAgent(extension);
    await team.startGateway();
    return team;
  }

  get #config(): string[] {
    return ['--config', path.join(this.folder, 'gateway.json')];
  }

  async addAgent(extension: string): Promise<void> {
    const adding = startScript('gateway', ['agent', 'add', extension, ...this.#config], {
      env: SECRETS,
      stdin: passwordOf(extension),
    });
    if ((await adding.ended()) !== 0) throw new Error(adding.output());
  }

  async startGateway(): Promise<void> {
    this.#gateway = startScript('gateway', this.#config, { env: SECRETS });
    await printed(this.#gateway, /Lynk gateway: (\S+)/u);
  }

  async stopGateway(): Promise<void> {
    await this.#gateway?.stop();
    this.#gateway = undefined;
  }

  /** kill -9: no farewell, nothing flushed. */
  async killGateway(): Promise<void> {
    await this.#gateway?.kill();
    this.#gateway = undefined;
  }

  async stop(): Promise<void> {
    await this.stopGateway();
    await this.#emulator.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function passwordOf(extension: string): string {
  return `password-of-${extension}`;
}
