/**
 * `/connect/start` and `/connect/callback`: the two addresses of the sign-in pop-up, as plain Request → Response. No
 * ticket, code, state or name is logged; only what came of it.
 */
import type { ConnectPage } from '../../shared/texts/connect.ts';
import type { Language } from '../../shared/texts/language.ts';
import { pickLanguage } from '../../shared/texts/language.ts';
import type { Activation, CallbackResult } from './activation.ts';
import { FLOW_MS } from './activation.ts';
import { connectPage } from './pages.ts';

/** The prefix makes browsers insist on Secure, no Domain and Path=/. */
export const COOKIE = '__Host-connect';

export interface ConnectLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Connect {
  readonly start: (request: Request) => Promise<Response>;
  readonly callback: (request: Request) => Promise<Response>;
}

const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
const setCookie = (value: string): string => `${COOKIE}=${value}; ${ATTRIBUTES}; Max-Age=${FLOW_MS / 1000}`;
const dropCookie = `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;

const readCookie = (request: Request): string | null => {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === COOKIE) return value.join('=');
  }
  return null;
};

/** Link scanners and browsers that look ahead must not spend a ticket or an answer. */
const onlyLooking = (request: Request): Response | null => {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } });
  const looksAhead = (request.headers.get('sec-purpose') ?? '').includes('prefetch');
  return looksAhead ? new Response(null, { status: 503, headers: { 'cache-control': 'no-store' } }) : null;
};

export const createConnect = (activation: Activation, log: ConnectLog, fallback: Language): Connect => {
  const languageOf = (request: Request): Language =>
    pickLanguage(request.headers.get('accept-language'), fallback);
  /** Ours to mend, not the user's: the cause goes to the log, the page says to try again. */
  const broken = (request: Request, error: unknown): Response => {
    log.error({ err: error }, 'connect.broken');
    return connectPage('unavailable', languageOf(request), {}, { 'set-cookie': dropCookie });
  };
  return {
    async start(request) {
      const looked = onlyLooking(request);
      if (looked) return looked;
      try {
        const ticket = new URL(request.url).searchParams.get('ticket') ?? '';
        const result = await activation.start(ticket);
        log.info({ outcome: result.outcome }, 'connect.start');
        if (result.outcome !== 'started') return connectPage(result.outcome, languageOf(request));
        const headers = { location: result.url, 'set-cookie': setCookie(result.cookie) };
        const quiet = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
        return new Response(null, { status: 302, headers: { ...headers, ...quiet } });
      } catch (error) {
        return broken(request, error);
      }
    },
    async callback(request) {
      const looked = onlyLooking(request);
      if (looked) return looked;
      try {
        const result = await activation.callback(new URL(request.url).searchParams, readCookie(request));
        logResult(log, result);
        return connectPage(pageOf(result), languageOf(request), valuesOf(result), {
          'set-cookie': dropCookie,
        });
      } catch (error) {
        return broken(request, error);
      }
    },
  };
};

const logResult = (log: ConnectLog, result: CallbackResult): void => {
  const { outcome } = result;
  const code = 'code' in result ? { code: result.code } : {};
  const mailbox = 'mailboxId' in result ? { mailboxId: result.mailboxId } : {};
  if (outcome === 'failed') log.warn({ outcome, ...code }, 'connect.callback');
  else log.info({ outcome, ...code, ...mailbox }, 'connect.callback');
};

const pageOf = (result: CallbackResult): ConnectPage => {
  if (result.outcome === 'activated') return result.started ? 'activated' : 'activatedWaits';
  return result.outcome === 'failed' && result.code === 'otherBrowser' ? 'otherBrowser' : result.outcome;
};

const valuesOf = (result: CallbackResult): { account?: string; code?: string } => {
  if (result.outcome === 'activated') return { account: result.upn ?? result.oid };
  return result.outcome === 'failed' ? { code: result.code } : {};
};
