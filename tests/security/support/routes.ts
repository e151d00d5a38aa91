/** The routes of the application, as it has them and as its document tells them. Nothing here is written down twice. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { z } from 'zod';
import type { ApiEnv } from '../../../worker/api/ports.ts';

/** `GET /api/persons/{id}`: method and path of every route that answers; middleware has the method ALL. */
export const routesOf = (app: OpenAPIHono<ApiEnv>): string[] => {
  const all = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/gu, '{$1}')}`);
  return [...new Set(all)];
};

export interface DescribedRoute {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly params: z.ZodType | null;
  readonly query: z.ZodType | null;
  readonly body: z.ZodType | null;
  /** By status; null where the answer is no JSON. */
  readonly answers: ReadonlyMap<number, z.ZodType | null>;
}

const schemaIn = (part: unknown): z.ZodType | null => {
  const content = (part as { content?: Record<string, { schema?: unknown }> } | undefined)?.content;
  const schema = content?.['application/json']?.schema;
  return typeof schema === 'object' && schema !== null && 'safeParse' in schema
    ? (schema as z.ZodType)
    : null;
};

/** With the very schemas that check requests and describe answers. */
export const describedRoutes = (app: OpenAPIHono<ApiEnv>): DescribedRoute[] =>
  app.openAPIRegistry.definitions.flatMap((definition): DescribedRoute[] => {
    if (definition.type !== 'route') return [];
    const { method, path, request, responses } = definition.route;
    return [
      {
        key: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        params: (request?.params as z.ZodType | undefined) ?? null,
        query: (request?.query as z.ZodType | undefined) ?? null,
        body: schemaIn(request?.body),
        answers: new Map(
          Object.entries(responses).map(([status, response]) => [Number(status), schemaIn(response)]),
        ),
      },
    ];
  });
