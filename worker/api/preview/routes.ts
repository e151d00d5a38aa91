/**
 * `/api/mailbox/preview`: what a pass would do in one's own mailbox, also with other settings. Reads only; it may take as
 * long as reading the mailbox does, so one runs at a time for each mailbox, and ends when nobody waits for it any more.
 */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { preview, previewRequest } from '../../../shared/api/preview.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { PreviewReport } from '../../pass/preview.ts';
import { conflict, guarded, invalid, json, notFound, refusals } from '../http/describe.ts';
import { ApiError, languageOf } from '../http/errors.ts';
import { requireMailbox } from '../http/who.ts';
import { matchGroups } from '../mailbox/group-names.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';
import { presentPreview } from './present.ts';

/** Items of a list, where nothing was asked: more than anybody reads in a pane. */
const DEFAULT_LIMIT = 200;
/** All mailboxes together; each holds what it read in memory. */
const AT_ONCE = 4;
const BUSY_SECONDS = 5;

const previewRoute = createRoute({
  method: 'post',
  path: '/api/mailbox/preview',
  tags: ['mailbox'],
  security: guarded,
  summary: 'What the next pass would do, or one with other settings; writes nothing',
  request: { body: { content: { 'application/json': { schema: previewRequest } }, required: false } },
  responses: {
    200: json(preview, 'Numbers of the whole, lists up to the limit.'),
    ...refusals,
    ...notFound,
    ...conflict,
    ...invalid,
  },
});

const refusalOf = (report: Exclude<PreviewReport, { made: true }>): ApiError => {
  switch (report.because) {
    case 'unknownMailbox':
      return new ApiError('noMailbox');
    case 'signInAgain':
    case 'deactivated':
      return new ApiError(report.because);
    case 'notNow':
      return new ApiError('unavailable', {
        retryAfterSeconds: Math.max(1, Math.ceil(report.afterMs / 1000)),
      });
    case 'stopped':
      // Nobody waits for it any more.
      return new ApiError('unavailable', { retryAfterSeconds: 1 });
    case 'failed':
      return new ApiError('internal', { cause: { code: report.code } });
  }
};

/** One at a time for each mailbox, few at a time for all. */
const createTurns = () => {
  const running = new Set<MailboxId>();
  return async <T>(mailboxId: MailboxId, work: () => Promise<T>): Promise<T> => {
    if (running.has(mailboxId) || running.size >= AT_ONCE) {
      throw new ApiError('tooMany', { retryAfterSeconds: BUSY_SECONDS });
    }
    running.add(mailboxId);
    try {
      return await work();
    } finally {
      running.delete(mailboxId);
    }
  };
};

export const previewRoutes = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  const inTurn = createTurns();
  app.openapi(previewRoute, async (c) => {
    const mine = await requireMailbox(deps, c);
    const { settings, limit } = c.req.valid('json');
    const asked =
      settings === undefined ? null : matchGroups(settings, await deps.crm.groups(), mine.settings);
    const report = await inTurn(mine.id, () =>
      deps.makePreview({
        mailboxId: mine.id,
        signal: c.req.raw.signal,
        ...(asked === null ? {} : { settings: asked.settings }),
      }),
    );
    if (!report.made) throw refusalOf(report);
    const last = await deps.mailboxes.lastPass(mine.id);
    const shown = await presentPreview(deps.crm, {
      preview: report.preview,
      limit: limit ?? DEFAULT_LIMIT,
      unknownGroups: asked?.unknown.map(({ name }) => name) ?? [],
      passRuns: last !== null && last.outcome === null && !last.interrupted,
      language: languageOf(c),
    });
    return c.json(shown, 200);
  });
};
