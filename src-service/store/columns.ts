// How a row's columns become values. SQLite is typed per value; STRICT tables make a wrong type a defect of ours
// (or a damaged page), which is said at once instead of travelling on as `undefined`.
import { AppError } from '#shared/model/errors.ts';
import type { SqlValue } from '../ports.ts';

export type Row = Readonly<Record<string, SqlValue>>;

const wrong = (column: string): AppError =>
  new AppError('store.corrupt', { message: `Column "${column}" holds a value of another type.` });

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw wrong(column);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw wrong(column);
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

/**
 * What one of our own JSON columns holds. The cast is sound because only mappers write these columns, and only
 * values that a schema has parsed; the bridge validates them once more on their way out.
 * @throws AppError `store.corrupt`
 */
export function json<Value>(row: Row, column: string): Value {
  try {
    return JSON.parse(text(row, column)) as Value;
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError('store.corrupt', { cause });
  }
}

export function jsonOrNull<Value>(row: Row, column: string): Value | null {
  return row[column] === null ? null : json<Value>(row, column);
}
