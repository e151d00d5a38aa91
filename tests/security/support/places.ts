/** Where a request takes an id: found in the schemas of the routes, so that a new place is tried too. */
import { z } from 'zod';
import type { DescribedRoute } from './routes.ts';
import type { Asked } from './rules.ts';

export interface Place {
  readonly where: 'path' | 'query' | 'body';
  readonly name: string;
  readonly put: (asked: Asked, id: string) => Asked;
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}
interface JsonSchema extends ObjectSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

export const inputSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

const propertiesOf = (schema: z.ZodType | null): [string, JsonSchema][] =>
  schema === null ? [] : Object.entries(inputSchemaOf(schema).properties ?? {});

const takesText = ({ type, enum: choices, format, anyOf = [] }: JsonSchema): boolean =>
  (type === 'string' && choices === undefined && format === undefined) || anyOf.some(takesText);

const withQuery = ({ path, ...rest }: Asked, name: string, value: string): Asked => {
  const [bare = '', query = ''] = path.split('?');
  const params = new URLSearchParams(query);
  params.set(name, value);
  return { ...rest, path: `${bare}?${params.toString()}` };
};

/** Alone among the ids: of some bodies only one may be given. */
const withBody = (asked: Asked, name: string, value: unknown, ids: readonly string[]): Asked => {
  const kept = Object.entries((asked.body ?? {}) as Record<string, unknown>).filter(
    ([key]) => !ids.includes(key),
  );
  return { ...asked, body: { ...Object.fromEntries(kept), [name]: value } };
};

/** All places of a route in which an id may stand; a text that is no id by its name is tried too. */
export const placesOf = (route: DescribedRoute): Place[] => {
  const params = propertiesOf(route.params).map(([name]): Place => ({
    where: 'path',
    name,
    put: (asked, id) => ({ ...asked, path: route.path.replace(`{${name}}`, encodeURIComponent(id)) }),
  }));
  const query = propertiesOf(route.query)
    .filter(([, schema]) => takesText(schema))
    .map(([name]): Place => ({ where: 'query', name, put: (asked, id) => withQuery(asked, name, id) }));
  const inBody = propertiesOf(route.body);
  const texts = inBody.filter(([, schema]) => takesText(schema)).map(([name]) => name);
  const lists = inBody
    .filter(([, { items }]) => items !== undefined && takesText(items))
    .map(([name]) => name);
  const ids = texts.filter((name) => name.endsWith('Id'));
  const body = [
    ...texts.map((name): Place => ({
      where: 'body',
      name,
      put: (asked, id) => withBody(asked, name, id, ids),
    })),
    ...lists.map((name): Place => ({
      where: 'body',
      name,
      put: (asked, id) => withBody(asked, name, [id], []),
    })),
  ];
  return [...params, ...query, ...body];
};
