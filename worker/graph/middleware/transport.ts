/**
 * Last link: the socket. Own pool, own CA, a limit on every wait; the answer is read whole here, so that a cut in
 * its middle counts as no answer. Redirects are not followed: a token goes nowhere else.
 */
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { Trouble } from '../../pass/ports.ts';
import { NoAnswer, isObject, stopped, textOf } from '../answer.ts';
import { callOf } from '../call.ts';
import type { Call } from '../call.ts';

const connectTimeoutMs = 10_000;

/** Without `ca`, Node's own roots hold, with those of NODE_EXTRA_CA_CERTS. */
export const graphAgent = (timeoutMs: number, ca: string | undefined): Agent =>
  new Agent({
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: connectTimeoutMs, ...(ca === undefined ? {} : { ca }) },
  });

/** Calls `go` when the request is about to be written to the socket; false keeps it from being written. */
const atSocket =
  (go: () => boolean): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        handler.onRequestStart?.(controller, context);
        if (!go()) controller.abort(new Error('kept from the socket'));
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });

/** A code, also from below an error that only wraps (several addresses tried, a fetch that failed). */
const codeOf = (error: unknown): string => {
  if (!isObject(error)) return 'unknown';
  if (typeof error['code'] === 'string') return error['code'];
  return isObject(error['cause']) ? codeOf(error['cause']) : (textOf(error['name']) ?? 'unknown');
};

const withoutBody = new Set([204, 205, 304]);

export class TransportHandler implements Middleware {
  constructor(private readonly agent: Agent) {}

  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    const limit = new AbortController();
    const outer = call.session.signal;
    const stop = (): void => limit.abort();
    const timer = setTimeout(stop, call.timeoutMs);
    outer?.addEventListener('abort', stop, { once: true });
    if (outer?.aborted === true) stop();
    let kept = false;
    let sent = false;
    const go = (): boolean => {
      // The lease may have been lost in any of the waits before this line (R13).
      kept = call.writes && !call.session.mayWrite();
      sent ||= !kept;
      return !kept;
    };
    try {
      context.response = await this.#exchange(context, call, go, limit.signal);
    } catch (cause) {
      if (kept) throw new Trouble('graph.leaseLost', { kind: 'leaseLost' });
      const code = outer?.aborted === true ? stopped : limit.signal.aborted ? 'timeout' : codeOf(cause);
      throw new NoAnswer(code, sent, { cause });
    } finally {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    }
  }

  async #exchange(context: Context, call: Call, go: () => boolean, signal: AbortSignal): Promise<Response> {
    const url = new URL(call.url);
    const answer = await this.agent.compose(atSocket(go)).request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: context.options?.method ?? 'GET',
      headers: context.options?.headers as Record<string, string>,
      body: (context.options?.body as string | undefined) ?? null,
      signal,
    });
    const text = await answer.body.text();
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]);
    return new Response(withoutBody.has(answer.statusCode) ? null : text, {
      status: answer.statusCode,
      headers,
    });
  }
}
