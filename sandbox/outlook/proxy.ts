/**
 * Passes a request on to one fixed address behind the front, and its answer back: both bodies as streams, whatever their
 * length. Only pages are read in whole, to be rewritten. Never asks another address than it was made for.
 */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { restoreCookies, rewriteLocation, rewriteSetCookie } from './rewrite.ts';

export interface Upstream {
  readonly url: string;
  pass(req: IncomingMessage, res: ServerResponse): void;
  close(): void;
}

export interface UpstreamOptions {
  /** Origin of what is behind. */
  readonly url: string;
  /** PEM of the authority to trust. */
  readonly ca?: string;
  readonly frontUrl: string;
  /** Origins whose addresses become the front's in redirects. */
  readonly behind: () => readonly string[];
  /** Of pages (text/html). */
  readonly rewritePage?: (html: string) => string;
}

/** RFC 9110 7.6.1: of this connection only, not of the message. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const requestHeaders = (headers: IncomingHttpHeaders, host: string): OutgoingHttpHeaders => {
  const passed: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) if (!HOP_BY_HOP.has(name)) passed[name] = value;
  // A body of unknown length stays one.
  if (headers['transfer-encoding'] !== undefined) passed['transfer-encoding'] = 'chunked';
  if (headers.cookie !== undefined) passed['cookie'] = restoreCookies(headers.cookie);
  return { ...passed, host, 'accept-encoding': 'identity' };
};

const answerHeaders = (headers: IncomingHttpHeaders, o: UpstreamOptions): OutgoingHttpHeaders => {
  const passed: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) if (!HOP_BY_HOP.has(name)) passed[name] = value;
  // Plain http on purpose: a browser must not remember otherwise for localhost.
  delete passed['strict-transport-security'];
  if (headers.location !== undefined)
    passed['location'] = rewriteLocation(headers.location, o.frontUrl, o.behind());
  if (headers['set-cookie'] !== undefined) passed['set-cookie'] = headers['set-cookie'].map(rewriteSetCookie);
  return passed;
};

const isPage = ({ headers }: IncomingMessage): boolean =>
  (headers['content-type'] ?? '').toLowerCase().startsWith('text/html');

const sendPage = async (
  answer: IncomingMessage,
  res: ServerResponse,
  headers: OutgoingHttpHeaders,
  rewrite: (html: string) => string,
): Promise<void> => {
  const parts: Buffer[] = [];
  for await (const part of answer as AsyncIterable<Buffer>) parts.push(part);
  const html = Buffer.from(rewrite(Buffer.concat(parts).toString('utf8')));
  // Not the file that is behind: what names that file does not name this.
  for (const name of ['etag', 'last-modified', 'accept-ranges', 'content-md5']) delete headers[name];
  res.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': String(html.length) });
  res.end(html);
};

export const createUpstream = (options: UpstreamOptions): Upstream => {
  const { protocol, hostname, port, host } = new URL(options.url);
  const isHttps = protocol === 'https:';
  // A connection for each request: one that is kept may be closed by the worker in the moment in which it is used again, and
  // a request with a body cannot be sent twice.
  const agent = isHttps
    ? new HttpsAgent({ keepAlive: false, ...(options.ca === undefined ? {} : { ca: options.ca }) })
    : new HttpAgent({ keepAlive: false });
  const send = isHttps ? httpsRequest : httpRequest;

  const pass = (req: IncomingMessage, res: ServerResponse): void => {
    const asked = send({
      agent,
      // The worker and the sandbox listen on this one address of `localhost`.
      host: hostname === 'localhost' ? '127.0.0.1' : hostname,
      ...(isHttps ? { servername: hostname } : {}),
      port,
      method: req.method ?? 'GET',
      path: req.url ?? '/',
      headers: requestHeaders(req.headers, host),
    });
    const fail = (): void => {
      if (res.destroyed) return;
      if (res.headersSent) res.destroy();
      else {
        res.writeHead(502, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
        res.end('Sandbox: what is behind this address does not answer.\n');
      }
    };
    asked.once('response', (answer) => {
      const headers = answerHeaders(answer.headers, options);
      answer.once('error', fail);
      const { rewritePage } = options;
      if (rewritePage !== undefined && isPage(answer) && req.method !== 'HEAD') {
        sendPage(answer, res, headers, rewritePage).catch(fail);
        return;
      }
      if (rewritePage !== undefined && isPage(answer)) delete headers['content-length'];
      res.writeHead(answer.statusCode ?? 502, headers);
      answer.pipe(res);
    });
    asked.once('error', fail);
    // Whoever asked is gone: so is the question.
    res.once('close', () => {
      if (!res.writableFinished) asked.destroy();
    });
    req.pipe(asked);
  };

  return { url: options.url, pass, close: () => agent.destroy() };
};
