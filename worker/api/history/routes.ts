/** `/api/history`: what happened in one's own mailbox, as a list and as a file. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import {
  historyFileQuery,
  historyPage,
  historyQuery,
  type HistoryFileQuery,
} from '../../../shared/api/history.ts';
import type { Context } from 'hono';
import { asId, type MailboxId } from '../../../shared/ids.ts';
import type { HistoryFilter } from '../../store/history.ts';
import { guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { languageOf } from '../http/errors.ts';
import { requireEmployee, requireOwnMailbox } from '../http/who.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';
import { historyFile } from './file.ts';
import { historyPages } from './pages.ts';
import { presentHistory } from './present.ts';

const historyRoute = createRoute({
  method: 'get',
  path: '/api/history',
  tags: ['history'],
  security: guarded,
  summary: 'What happened in my mailbox, newest first; of one person also what the CRM itself tells',
  request: { query: historyQuery },
  responses: { 200: json(historyPage, 'Newest first.'), ...refusals, ...notFound, ...invalid },
});

const fileRoute = createRoute({
  method: 'get',
  path: '/api/history/file',
  tags: ['history'],
  security: guarded,
  summary: 'The same as CSV for a spreadsheet, all of it',
  request: { query: historyFileQuery },
  responses: {
    200: {
      content: { 'text/csv': { schema: { type: 'string', format: 'binary' } } },
      description: 'UTF-8 with its mark, semicolons; headings in the language asked for.',
    },
    ...refusals,
    ...notFound,
    ...invalid,
  },
});

/** A mailbox's history, of which the asker's filters leave a part. */
export const filterOf = (mailboxId: MailboxId, asked: HistoryFileQuery): HistoryFilter => {
  const { person, pass, field, side, since, until, overruled } = asked;
  return {
    mailboxId,
    ...(person === undefined ? {} : { personId: asId(person) }),
    ...(pass === undefined ? {} : { passId: asId(pass) }),
    ...(field === undefined ? {} : { field }),
    ...(side === undefined ? {} : { side }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(overruled === 'true' ? { overruled: true } : {}),
  };
};

const streamOf = (chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    pull: async (controller) => {
      const next: IteratorResult<Uint8Array, unknown> = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await chunks.return(undefined);
    },
  });

export const historyRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  /** What the CRM tells of a person is for who works at the office; what one's own passes did, for whose mailbox it is. */
  const mine = async (c: Context<ApiEnv>, { person }: HistoryFileQuery): Promise<MailboxId> =>
    person === undefined
      ? (await requireOwnMailbox(deps, c)).id
      : (await requireEmployee(deps, c)).mailbox.id;

  app.openapi(historyRoute, async (c) => {
    const { limit, before, ...asked } = c.req.valid('query');
    const filter = filterOf(await mine(c, asked), asked);
    const visibility = await deps.visibility.read();
    const page = await deps.history.list(filter, { limit, before: before ?? null }, true);
    return c.json(await presentHistory({ ...deps, visibility }, page, languageOf(c), filter.field), 200);
  });

  app.openapi(fileRoute, async (c) => {
    const language = languageOf(c);
    const asked = c.req.valid('query');
    const shown = { ...deps, visibility: await deps.visibility.read() };
    const pages = historyPages(shown, filterOf(await mine(c, asked), asked), true, language);
    const name = language === 'nl' ? 'geschiedenis.csv' : 'history.csv';
    return c.body(streamOf(historyFile(pages, { language, timeZone: deps.timeZone })), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Content-Language': language,
    });
  });
};
