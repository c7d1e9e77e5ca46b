// Flags of the commands in build/: parsed strictly, wrong ones answered with one sentence.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AppError } from '#shared/model/errors.ts';

type Flags = NonNullable<ParseArgsConfig['options']>;

/** @throws AppError `config.invalid` naming the flag and listing those that exist. */
export function parseFlags<const Options extends Flags>(argv: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const known = Object.keys(options)
      .map((name) => `--${name}`)
      .join(', ');
    throw new AppError('config.invalid', {
      message: `${error instanceof Error ? error.message.split('.')[0] : String(error)}. The flags are ${known}.`,
      cause: error,
    });
  }
}

/** A number from a flag's text within bounds. @throws AppError `config.invalid` */
export function numberFlag(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || text.trim() === '' || value < min || value > max) {
    throw new AppError('config.invalid', {
      message: `--${name} takes a number from ${min} to ${max}, not "${text}".`,
    });
  }
  return value;
}

/** Runs a command: an AppError is one clear line and exit code 1; anything else shows its stack. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    console.error(error instanceof AppError ? error.message : error);
    process.exitCode = 1;
  }
}
