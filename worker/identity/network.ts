/**
 * How this process reaches the sign-in: one keep-alive agent with time limits for MSAL and for the API's guard. MSAL's
 * own client has no limit on its POST, and hides why a connection failed. A private certificate authority is given to
 * the whole process by NODE_EXTRA_CA_CERTS.
 */
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { Agent, request } from 'undici';

/** Connect, headers and body each; well under the time a database transaction may rest. */
const TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 1024 * 1024;

export interface NetworkOptions {
  /** PEM to trust instead of the system's authorities; for tests, which cannot set NODE_EXTRA_CA_CERTS any more. */
  readonly ca?: string;
  readonly timeoutMs?: number;
  /**
   * The only place that is spoken to: secrets, codes and refresh tokens are posted where the sign-in's own description
   * says, and that must not be elsewhere. Any address of its origin will do. Default: none is refused.
   */
  readonly only?: string;
}

/** The network of one operation; remembers how long the service asked to wait. */
export interface OperationNetwork extends INetworkModule {
  readonly retryAfterMs: number | null;
}

export interface SignInNetwork {
  forOperation(): OperationNetwork;
  /** For jose and for checks. */
  fetch(url: string, init?: { headers?: Headers; signal?: AbortSignal }): Promise<Response>;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}

/** Seconds or an HTTP date (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after), in full; null when neither. */
export const retryAfterMs = (header: string | undefined, date: string | undefined): number | null => {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return null;
  // Held against the answer's own date: two clocks that differ do no harm.
  const from = Date.parse(date ?? '');
  return Math.max(0, at - (Number.isNaN(from) ? Date.now() : from));
};

/**
 * MSAL expects JSON, and takes whatever comes below 400 for a success. A proxy's page in HTML and a redirect (which is
 * not followed) say as much as Entra's own "temporarily unavailable".
 */
const answerOf = ({ status, text }: Reply): { readonly status: number; readonly body: unknown } => {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && (status < 300 || status >= 400)) return { status, body };
  } catch {
    // Told below.
  }
  const body = {
    error: 'temporarily_unavailable',
    error_description: `no answer of a sign-in, status ${status}`,
  };
  return { status: status < 400 ? 502 : status, body };
};

/** Not told by a text: `classifySignIn` reads MSAL's code for "this address is none to trust". */
class ForeignAddress extends Error {
  override readonly name = 'ForeignAddress';
  readonly errorCode = 'untrusted_authority';
}

export const createNetwork = (options: NetworkOptions = {}): SignInNetwork => {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const agent = new Agent({
    connect: { timeout: timeoutMs, ...(options.ca === undefined ? {} : { ca: options.ca }) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_BODY_BYTES,
  });

  const send = async (
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string> | undefined,
    body: string | undefined,
  ): Promise<Reply> => {
    if (options.only !== undefined && new URL(url).origin !== new URL(options.only).origin)
      throw new ForeignAddress('an address beside the sign-in');
    // Redirects are not followed: undici does so only when it is told to.
    const answer = await request(url, { method, headers, body: body ?? null, dispatcher: agent });
    const flat: Record<string, string> = {};
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    return { status: answer.statusCode, headers: flat, text: await answer.body.text() };
  };

  return {
    forOperation() {
      let wait: number | null = null;
      const msal = async <T>(
        method: 'GET' | 'POST',
        url: string,
        o?: NetworkRequestOptions,
      ): Promise<NetworkResponse<T>> => {
        const reply = await send(method, url, o?.headers, o?.body);
        const { status, body } = answerOf(reply);
        if (status >= 400) wait = retryAfterMs(reply.headers['retry-after'], reply.headers['date']);
        return { status, headers: reply.headers, body: body as T };
      };
      return {
        get retryAfterMs() {
          return wait;
        },
        sendGetRequestAsync: <T>(url: string, o?: NetworkRequestOptions) => msal<T>('GET', url, o),
        sendPostRequestAsync: <T>(url: string, o?: NetworkRequestOptions) => msal<T>('POST', url, o),
      };
    },
    async fetch(url, init) {
      const reply = await send('GET', url, Object.fromEntries(init?.headers ?? []), undefined);
      return new Response(reply.text, { status: reply.status, headers: reply.headers });
    },
    // Not waited for: a sign-in that hangs would keep the whole process.
    close: () => agent.destroy(),
  };
};
