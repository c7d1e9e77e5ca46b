// From a zod schema to a Markdown table of its fields, by way of JSON Schema: nested objects become dotted
// fields, unions are told variant by variant.
import { z } from 'zod';

const JsonSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
type JsonSchema = z.infer<typeof JsonSchema>;

/** The schema as JSON Schema, as data that comes in. */
export const jsonSchemaOf = (schema: z.ZodType): unknown =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

interface Field {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
}

const read = (schema: unknown): JsonSchema => JsonSchema.parse(typeof schema === 'object' ? schema : {});

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) {
    const values = schema.enum.map((value) => JSON.stringify(value));
    return values.length > 12 ? 'string (a code, see docs/errors.md)' : values.join(' or ');
  }
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.map((variant) => typeOf(read(variant))))].join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(read(schema.items))}`;
  if (schema.type === 'integer') return 'integer';
  if (schema.type === 'string')
    return schema.maxLength === undefined ? 'string' : `string (≤ ${schema.maxLength})`;
  if (schema.type === 'object') return 'object';
  return typeof schema.type === 'string' ? schema.type : 'anything';
}

function fieldsOf(schema: JsonSchema, prefix: string): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const inner = read(value);
    const name = `${prefix}${key}`;
    return [{ name, type: typeOf(inner), isRequired: required.has(key) }, ...below(inner, name)];
  });
}

/** Fields of what lies inside: objects, lists of objects, and every variant of a union. */
function below(schema: JsonSchema, name: string): Field[] {
  if (schema.properties) return fieldsOf(schema, `${name}.`);
  if (schema.type === 'array') return below(read(schema.items), `${name}[]`);
  const variants = (schema.anyOf ?? schema.oneOf ?? []).map(read).filter((variant) => variant.properties);
  return variants.flatMap((variant) => {
    const kind = read(variant.properties?.['kind']).const;
    const label = typeof kind === 'string' ? `${name}(${kind})` : name;
    return fieldsOf(variant, `${label}.`);
  });
}

/** A Markdown table of a schema's fields; `nothing` when it has none. */
export function fieldTable(schema: z.ZodType, leaveOut: readonly string[] = []): string {
  const root = read(jsonSchemaOf(schema));
  const fields = root.properties ? fieldsOf(root, '') : below(root, '');
  const shown = fields.filter(({ name }) => !leaveOut.includes(name));
  if (shown.length === 0) return '`{}` (no fields)\n';
  const lines = shown.map(
    ({ name, type, isRequired }) =>
      `| \`${name}\` | ${type.replaceAll('|', '\\|')} | ${isRequired ? 'yes' : 'no'} |`,
  );
  return ['| field | type | always |', '|---|---|---|', ...lines, ''].join('\n');
}
