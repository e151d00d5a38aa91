/**
 * `/notifications/graph`: Graph's change and lifecycle notifications. No token guards it: Graph proves itself by the
 * client state of the subscription (learn.microsoft.com/graph/change-notifications-delivery-webhooks, 2026-08). What
 * comes in is a hint to pass, never data; whoever posts here learns nothing but that it was, or was not, readable.
 */
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ApiError } from '../http/errors.ts';
import type { ApiDeps, ApiEnv } from '../ports.ts';

/** A delivery holds up to some hundreds of notifications of well under 1 kB each. */
const MAX_DELIVERY_BYTES = 1024 * 1024;
/** Graph's tokens are a few hundred characters. */
const MAX_TOKEN_LENGTH = 4096;
/** Graph gives up after 10 s and calls an endpoint slow after 3 s. */
const ANSWER_WITHIN_MS = 2_500;

/** Deliveries that are looked into at one time: what Graph is told to send later it sends later. */
const MAX_UNDER_WAY = 32;
const BUSY_SECONDS = 10;

const paths = ['/notifications/graph', '/notifications/graph/lifecycle'] as const;

export const notificationRoutes = (app: Hono<ApiEnv>, deps: ApiDeps): void => {
  const limit = bodyLimit({
    maxSize: MAX_DELIVERY_BYTES,
    onError: () => {
      throw new ApiError('tooLarge');
    },
  });
  let underWay = 0;
  const take = async (delivery: unknown): Promise<'taken' | 'refused' | 'garbage'> => {
    if (underWay >= MAX_UNDER_WAY) throw new ApiError('unavailable', { retryAfterSeconds: BUSY_SECONDS });
    underWay += 1;
    try {
      return await deps.takeNotifications(delivery);
    } finally {
      underWay -= 1;
    }
  };
  for (const path of paths) {
    app.post(path, limit, async (c) => {
      const token = c.req.query('validationToken');
      if (token !== undefined) return answerHandshake(token);
      const delivery = await readJson(c.req.raw);
      const taken = take(delivery);
      // Graph sends again what was not answered in time; the work goes on behind the answer.
      taken.catch((err: unknown) => {
        if (!(err instanceof ApiError)) deps.log.error({ err }, 'notifications.failed');
      });
      const outcome = await Promise.race([taken, late()]);
      if (outcome === 'garbage') throw new ApiError('malformed');
      if (outcome === 'refused') throw new ApiError('tokenInvalid');
      return c.body(null, 202);
    });
  }
};

/** The decoded token as plain text, as asked; nothing that a browser could take for a page. */
const answerHandshake = (token: string): Response => {
  if (token === '' || token.length > MAX_TOKEN_LENGTH) throw new ApiError('malformed');
  return new Response(token, { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
};

const readJson = async (request: Request): Promise<unknown> => {
  const text = await request.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError('malformed');
  }
};

const late = (): Promise<'taken'> =>
  new Promise((resolve) => {
    setTimeout(() => {
      resolve('taken');
    }, ANSWER_WITHIN_MS).unref();
  });
