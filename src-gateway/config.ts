// The standalone gateway's configuration: one schema, filled from the file, then the environment (`LYNK_…`),
// then flags, the later winning. Secrets come from files or the environment, never from flags, which every
// account of the computer can read.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import { parse } from '#shared/model/parse.ts';
import type { GatewayOptions } from './gateway.ts';

export const GatewayConfig = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(4790),
  dataDir: z.string().min(1),
  name: z.string().min(1).max(100).default('Lynk'),
  pabx: z.strictObject({
    url: z.url({ protocol: /^https?$/u }),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1).optional(),
    clientSecretFile: z.string().min(1).optional(),
  }),
  webRoot: z.string().min(1).optional(),
  tls: z.strictObject({ certFile: z.string().min(1), keyFile: z.string().min(1) }).optional(),
  /** Whether the PABX has the third-party message analytics platform integrated. */
  platform: z.boolean().default(false),
});
export type GatewayConfig = z.infer<typeof GatewayConfig>;

/** Where each setting may come from beside the file. */
const SOURCES: readonly {
  readonly field: readonly string[];
  readonly env: string;
  readonly flag?: string;
}[] = [
  { field: ['host'], env: 'LYNK_HOST', flag: 'host' },
  { field: ['port'], env: 'LYNK_PORT', flag: 'port' },
  { field: ['dataDir'], env: 'LYNK_DATA_DIR', flag: 'data-dir' },
  { field: ['name'], env: 'LYNK_NAME', flag: 'name' },
  { field: ['pabx', 'url'], env: 'LYNK_PABX_URL', flag: 'pabx-url' },
  { field: ['pabx', 'clientId'], env: 'LYNK_PABX_CLIENT_ID', flag: 'pabx-client-id' },
  { field: ['pabx', 'clientSecret'], env: 'LYNK_PABX_CLIENT_SECRET' },
  { field: ['pabx', 'clientSecretFile'], env: 'LYNK_PABX_CLIENT_SECRET_FILE' },
  { field: ['webRoot'], env: 'LYNK_WEB_ROOT', flag: 'web-root' },
  { field: ['tls', 'certFile'], env: 'LYNK_TLS_CERT_FILE' },
  { field: ['tls', 'keyFile'], env: 'LYNK_TLS_KEY_FILE' },
];

/** The flags that set a configuration value, for the argument parser. */
export const CONFIG_FLAGS = SOURCES.flatMap(({ flag }) => (flag === undefined ? [] : [flag]));

type Environment = Readonly<Record<string, string | undefined>>;
type Flags = Readonly<Record<string, string | boolean | undefined>>;

const Tree = z.record(z.string(), z.unknown());

/**
 * The whole configuration. Paths in the file are relative to the file.
 * @throws AppError `config.invalid`, naming the field and where it came from.
 */
export function readConfig(file: string | undefined, env: Environment, flags: Flags): GatewayConfig {
  return parse(GatewayConfig, rawConfig(file, env, flags), 'config.invalid', file ?? 'The configuration');
}

/** The data folder alone: all that the `agent` commands need. @throws AppError `config.invalid`. */
export function readDataDir(file: string | undefined, env: Environment, flags: Flags): string {
  const DataDir = z.object({ dataDir: z.string().min(1) });
  return parse(DataDir, rawConfig(file, env, flags), 'config.invalid', file ?? 'The configuration').dataDir;
}

function rawConfig(file: string | undefined, env: Environment, flags: Flags): Record<string, unknown> {
  const raw = file === undefined ? {} : readFile(file);
  for (const { field, env: variable, flag } of SOURCES) {
    const value = (flag === undefined ? undefined : flags[flag]) ?? env[variable];
    if (value !== undefined && value !== '') setField(raw, field, value);
  }
  return raw;
}

function readFile(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('config.invalid', { message: `The configuration ${file} cannot be read.`, cause });
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new AppError('config.invalid', { message: `${file} is not valid JSON (${reason}).`, cause });
  }
  const tree = parse(Tree, raw, 'config.invalid', file);
  const base = path.dirname(path.resolve(file));
  for (const field of [
    ['dataDir'],
    ['webRoot'],
    ['pabx', 'clientSecretFile'],
    ['tls', 'certFile'],
    ['tls', 'keyFile'],
  ]) {
    const held = field.reduce<unknown>((at, key) => Tree.safeParse(at).data?.[key], tree);
    if (typeof held === 'string' && held !== '') setField(tree, field, path.resolve(base, held));
  }
  return tree;
}

function setField(
  tree: Record<string, unknown>,
  [key = '', ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const branch = Tree.safeParse(tree[key]).data ?? {};
  tree[key] = branch;
  setField(branch, rest, value);
}

/**
 * What the gateway is started with; Lynk Web from `defaultWebRoot` where the configuration names no folder.
 * @throws AppError `config.invalid` where a named file cannot be read.
 */
export function toGatewayOptions(config: GatewayConfig, defaultWebRoot?: string): GatewayOptions {
  const { host, port, dataDir, name, platform, pabx, tls } = config;
  const clientSecret =
    pabx.clientSecret ??
    (pabx.clientSecretFile === undefined
      ? ''
      : textOf(pabx.clientSecretFile, 'pabx.clientSecretFile').trim());
  if (clientSecret === '') {
    throw new AppError('config.invalid', {
      message:
        'The configuration: "pabx.clientSecret" is missing. Put it into a file named by "pabx.clientSecretFile" or into LYNK_PABX_CLIENT_SECRET.',
      details: { field: 'pabx.clientSecret' },
    });
  }
  const webRoot = config.webRoot ?? defaultWebRoot;
  return {
    host,
    port,
    dataDir,
    name,
    platform,
    pabx: { url: pabx.url, clientId: pabx.clientId, clientSecret },
    ...(webRoot === undefined ? {} : { webRoot }),
    ...(tls
      ? { tls: { cert: textOf(tls.certFile, 'tls.certFile'), key: textOf(tls.keyFile, 'tls.keyFile') } }
      : {}),
  };
}

function textOf(file: string, field: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('config.invalid', {
      message: `The configuration: "${field}" names ${file}, which cannot be read.`,
      details: { field },
      cause,
    });
  }
}
