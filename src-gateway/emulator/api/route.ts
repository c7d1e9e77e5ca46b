// How an endpoint of the Open API is declared: its method, the schema of what it takes, and its answer. What is
// not as the schema wants it is answered with 40002, as the PABX does, without saying which field.
import { z } from 'zod';
import { PabxRefusal } from '../model/errcodes.ts';
import type { NewFile } from '../model/file-shelf.ts';
import type { World } from '../world.ts';

export interface Caller {
  /** IP address: failed sign-ins are counted by it. */
  readonly address: string;
  readonly accessToken: string | null;
  /** Parts of a multipart body; empty for all other requests. */
  readonly files: readonly NewFile[];
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Whether it answers without an access token. */
  readonly isOpen: boolean;
  /** @returns the fields beside errcode and errmsg. @throws PabxRefusal */
  readonly answer: (world: World, input: unknown, caller: Caller) => object;
}

export type Routes = Readonly<Record<string, Route>>;

type Answer<Schema extends z.ZodType> = (world: World, input: z.output<Schema>, caller: Caller) => object;

export function get<Schema extends z.ZodType>(schema: Schema, answer: Answer<Schema>): Route {
  return declare('GET', false, schema, answer);
}

export function post<Schema extends z.ZodType>(schema: Schema, answer: Answer<Schema>): Route {
  return declare('POST', false, schema, answer);
}

export function openPost<Schema extends z.ZodType>(schema: Schema, answer: Answer<Schema>): Route {
  return declare('POST', true, schema, answer);
}

function declare<Schema extends z.ZodType>(
  method: Route['method'],
  isOpen: boolean,
  schema: Schema,
  answer: Answer<Schema>,
): Route {
  return {
    method,
    isOpen,
    answer: (world, input, caller) => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw new PabxRefusal(40002, z.prettifyError(parsed.error));
      return answer(world, parsed.data, caller);
    },
  };
}

export const positive = z.coerce.number().int().positive();

/** `1,2,3` as numbers. */
export const idList = z
  .string()
  .regex(/^\d+(,\d+)*$/u)
  .transform((text) => text.split(',').map(Number));

/** `page` and `page_size` where the vendor's page calls them required. */
export const pageQuery = z.object({ page: positive, page_size: positive });
/** The same where it does not; the defaults are our reading. */
export const optionalPageQuery = z.object({
  page: positive.default(1),
  page_size: positive.max(10_000).default(20),
});

/** One page of `list`, with the total beside it. */
export function pageOf<Item>(
  list: readonly Item[],
  { page, page_size: size }: { page: number; page_size: number },
): { readonly total: number; readonly items: readonly Item[] } {
  return { total: list.length, items: list.slice((page - 1) * size, page * size) };
}

/** Accents and case do not matter to a search. */
export function contains(text: string, searched: string): boolean {
  return plain(text).includes(plain(searched));
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
