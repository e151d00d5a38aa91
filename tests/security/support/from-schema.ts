/**
 * Values from the schemas that check requests: right ones, nearly right ones, and hostile ones. From the JSON Schema that zod
 * itself makes of its input, so that a new field is fuzzed without a word here.
 */
import fc from 'fast-check';
import { z } from 'zod';

interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

export type Arb = fc.Arbitrary<unknown>;

/** What a careless program stumbles over: in SQL, in dates, in numbers, in JavaScript's own objects, in Unicode. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\u202egnirts',
  'e\u0301',
  '\ufeff',
  "' OR 1=1; --",
  '"; DROP TABLE sync.mailboxes; --',
  '%00',
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '=HYPERLINK("https://evil.example")',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  '-1',
  '1e400',
  '99999999999999999999999',
  '9223372036854775808',
  '00000000-0000-0000-0000-000000000000',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2026-02-30T00:00:00Z',
  '2016-12-31T23:59:60Z',
  'x'.repeat(201),
  '😀'.repeat(100),
  'é'.repeat(1_001),
  'y'.repeat(20_000),
];

const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  0.1,
  2 ** 53,
  1e308,
  [],
  {},
  [[]],
  { __proto__: null, toString: 1 },
  Array.from({ length: 3_000 }, () => 'x'),
  ['a', null, 1, {}],
];

const hostile: Arb = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 2, arbitrary: fc.constantFrom(...hostileValues) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 2, withBigInt: false }).map((value) => jsonSafe(value)) },
);

/** What JSON can say of it. */
const jsonSafe = (value: unknown): unknown => {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
  } catch {
    return null;
  }
};

export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** `known`: ids and other texts that exist, so that requests come past the door of a look-up. */
export const validOf = (root: JsonSchema, known: readonly string[]): Arb => {
  const fromFormat = (format: string | undefined): Arb | null => {
    if (format !== 'date-time') return null;
    const min = new Date('1900-01-01T00:00:00Z');
    const max = new Date('2100-01-01T00:00:00Z');
    return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString());
  };
  const text = ({ format, minLength = 0, maxLength = 300 }: JsonSchema): Arb =>
    fromFormat(format) ??
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...known) },
      { weight: 1, arbitrary: fc.string({ minLength, maxLength: Math.min(maxLength, 40) }) },
    );
  const ofType = (schema: JsonSchema, type: string | undefined): Arb => {
    switch (type) {
      case 'string':
        return text(schema);
      case 'integer':
        return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 500, 500) });
      case 'number':
        return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 500, noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return fc.array(of(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 4 });
      case 'object':
        return ofObject(schema);
      default:
        return fc.constantFrom(...hostileTexts);
    }
  };
  const ofObject = ({ properties = {}, required = [], additionalProperties }: JsonSchema): Arb => {
    const named = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, of(each)]));
    if (Object.keys(named).length === 0 && typeof additionalProperties === 'object') {
      return fc.dictionary(fc.constantFrom('lastName', 'jobTitle', 'workEmail'), of(additionalProperties));
    }
    return fc.record(named, { requiredKeys: required.filter((name) => name in named) });
  };
  const of = (schema: JsonSchema): Arb => {
    if (schema.$ref !== undefined) return of(root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {});
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const either = schema.anyOf ?? schema.oneOf;
    if (either !== undefined) return fc.oneof(...either.map(of));
    if (schema.allOf?.[0] !== undefined) return of(schema.allOf[0]);
    const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [undefined]);
    return fc.oneof(...types.map((type) => ofType(schema, type)));
  };
  return of(root);
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One thing in it is something else: changed, missing, too many, or much too many. */
const spoiled = (value: unknown, pick: number, bad: unknown): unknown => {
  if (Array.isArray(value) && value.length > 0) {
    const at = pick % value.length;
    return value.map((each: unknown, i) => (i === at ? spoiled(each, Math.floor(pick / 7), bad) : each));
  }
  if (!isObject(value) || Object.keys(value).length === 0) return bad;
  const names = Object.keys(value);
  const name = names[pick % names.length] ?? '';
  switch (Math.floor(pick / 13) % 5) {
    case 0:
      return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
    case 1:
      return { ...value, [typeof bad === 'string' ? bad.slice(0, 100) : 'strange']: bad };
    case 2:
      return { ...value, [name]: spoiled(value[name], Math.floor(pick / 65), bad) };
    default:
      return { ...value, [name]: bad };
  }
};

export const nearlyValidOf = (root: JsonSchema, known: readonly string[]): Arb =>
  fc
    .tuple(validOf(root, known), fc.nat({ max: 1_000_000 }), hostile)
    .map(([value, pick, bad]) => spoiled(value, pick, bad));

/** What is sent as a body that is no JSON, or no JSON that anybody meant. */
const brokenBodies: readonly string[] = [
  '',
  '{',
  '[]',
  'null',
  '"x"',
  '1e999',
  '{"a":1,}',
  '{"a":"\\ud800"}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  '{"__proto__":{"admin":true}}',
  '{"version":"1","version":"2"}',
  '\ufeff{}',
  'a=b&c=d',
];

export const bodiesOf = (schema: z.ZodType, known: readonly string[]): fc.Arbitrary<string> => {
  const root = jsonSchemaOf(schema);
  const written = (arbitrary: Arb): fc.Arbitrary<string> =>
    arbitrary.map((value) => JSON.stringify(value) ?? 'null');
  return fc.oneof(
    { weight: 6, arbitrary: written(validOf(root, known)) },
    { weight: 10, arbitrary: written(nearlyValidOf(root, known)) },
    { weight: 2, arbitrary: written(hostile) },
    { weight: 2, arbitrary: fc.constantFrom(...brokenBodies) },
  );
};

/** Texts for a place in a path or a query. */
export const textsOf = (known: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...known) },
    { weight: 3, arbitrary: fc.constantFrom(...hostileTexts) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  );

/** Name and value pairs of a query: right ones, strange ones, twice the same. */
export const queriesOf = (schema: z.ZodType, known: readonly string[]): fc.Arbitrary<[string, string][]> => {
  const root = jsonSchemaOf(schema);
  const pairs = (value: unknown): [string, string][] =>
    isObject(value) ? Object.entries(value).map(([name, each]) => [name, asText(each)]) : [];
  const names = [...Object.keys(root.properties ?? {}), 'strange', '__proto__'];
  const more = fc.array(fc.tuple(fc.constantFrom(...names), textsOf(known)), { maxLength: 3 });
  return fc.oneof(
    validOf(root, known).map(pairs),
    fc.tuple(validOf(root, known), more).map(([value, others]) => [...pairs(value), ...others]),
  );
};

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
