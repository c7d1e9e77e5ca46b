// `npm run emulator`: the PABX emulator by itself, for a gateway in another process and for curious people.
import path from 'node:path';
import { startEmulator } from '#gateway/emulator/emulator.ts';
import { numberFlag, parseFlags, runCommand } from './flags.ts';

/** `100k` and `1M` are what people write. */
function scaleOf(text: string): number {
  const factor = /k$/iu.test(text) ? 1000 : /m$/iu.test(text) ? 1_000_000 : 1;
  return factor * numberFlag('scale', text.replace(/[km]$/iu, ''), 0, 1_000_000);
}

await runCommand(async () => {
  const flags = parseFlags(process.argv.slice(2), {
    port: { type: 'string', default: '8088' },
    speed: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    scale: { type: 'string', default: '0' },
    'no-people': { type: 'boolean', default: false },
    state: { type: 'string' },
  });
  // Secrets come from the environment, so that no process list shows them; without, they are made up.
  const secrets = {
    clientId: process.env['LYNK_PABX_CLIENT_ID'],
    clientSecret: process.env['LYNK_PABX_CLIENT_SECRET'],
    controlToken: process.env['LYNK_EMULATOR_CONTROL_TOKEN'],
  };
  const emulator = await startEmulator({
    port: numberFlag('port', flags.port, 0, 65_535),
    speed: numberFlag('speed', flags.speed, 0, 1000),
    seed: numberFlag('seed', flags.seed, 0, 2 ** 31),
    scale: scaleOf(flags.scale),
    people: !flags['no-people'],
    ...(flags.state === undefined ? {} : { stateFile: path.resolve(flags.state) }),
    ...(secrets.clientId === undefined ? {} : { clientId: secrets.clientId }),
    ...(secrets.clientSecret === undefined ? {} : { clientSecret: secrets.clientSecret }),
    ...(secrets.controlToken === undefined ? {} : { controlToken: secrets.controlToken }),
  });
  console.log(`PABX emulator: ${emulator.url}`);
  console.log(`Client id: ${emulator.clientId}`);
  console.log(`Client secret: ${emulator.clientSecret}`);
  console.log(`Control: ${emulator.controlUrl} token ${emulator.controlToken}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await emulator.stop();
  return 0;
});
