/**
 * The https server on the loopback address: Graph under `/v1.0`, the sandbox's own controls under `/sandbox`, pages
 * that were added, and sign-in for everything else. Plays the faults that are about the connection.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Callers } from './callers.ts';
import type { Answer } from './graph/call.ts';
import { bodyText, type RawRequest } from './graph/graph.ts';
import { NoAnswer } from './graph/problem.ts';
import type { SandboxCertificate } from './tls.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export interface ServerParts {
  readonly callers: Callers;
  readonly certificate: SandboxCertificate;
  readonly port: number;
  readonly graph: (request: RawRequest) => Promise<Answer>;
  readonly control: (request: RawRequest) => Promise<Answer>;
  readonly signIn: Handler;
}

export interface SandboxServer {
  readonly port: number;
  /** Serves paths that begin with `prefix`; later ones win. */
  serve(prefix: string, handler: Handler): void;
  /** Cuts connections that were left hanging. */
  dropHanging(): void;
  close(): Promise<void>;
}

/** Graph refuses larger requests, too; a contact is some hundred bytes. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

const isUnder = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}?`);

async function readText(req: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return length > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

const hasBody = (req: IncomingMessage): boolean =>
  req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;

function plainHeaders(req: IncomingMessage): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(req.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return headers;
}

function send(res: ServerResponse, { status, headers, body }: Answer): void {
  const text = bodyText(body) ?? '';
  const length = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(text)) };
  res.writeHead(status, { ...headers, ...length });
  res.end(text);
}

export async function startServer(parts: ServerParts): Promise<SandboxServer> {
  const hanging = new Set<Socket>();
  const added: { prefix: string; handler: Handler }[] = [];

  const answerWith = async (
    answer: (request: RawRequest) => Promise<Answer>,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> => {
    const body = hasBody(req) ? await readText(req) : '';
    if (body === null) {
      send(res, { status: 413, headers: { connection: 'close' } });
      return;
    }
    const caller = parts.callers.of(req.socket);
    const { method = 'GET', url: target = '/' } = req;
    const request = { method, target, headers: plainHeaders(req), body, caller };
    send(res, await answer(request));
  };

  const dispatch = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = req.url ?? '/';
    if (isUnder(path, '/v1.0')) return answerWith(parts.graph, req, res);
    if (isUnder(path, '/sandbox')) return answerWith(parts.control, req, res);
    const page = added.find(({ prefix }) => isUnder(path, prefix));
    return (page?.handler ?? parts.signIn)(req, res);
  };

  const trouble = (thrown: unknown, req: IncomingMessage, res: ServerResponse): void => {
    if (thrown instanceof NoAnswer && thrown.how === 'hang') {
      hanging.add(req.socket);
      req.socket.once('close', () => hanging.delete(req.socket));
    } else if (thrown instanceof NoAnswer || res.headersSent) {
      req.socket.destroy();
    } else if (!req.socket.destroyed) {
      const text = (thrown as { stack?: string }).stack ?? String(thrown);
      send(res, { status: 500, headers: { 'content-type': 'text/plain' }, body: `SandboxBug: ${text}` });
    }
  };

  const { cert, key } = parts.certificate;
  const server = createServer({ cert, key }, (req, res) => {
    dispatch(req, res).catch((thrown: unknown) => trouble(thrown, req, res));
  });
  // Longer than a caller keeps an idle connection: only faults cut connections here.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.port, '127.0.0.1', resolve);
  });

  const dropHanging = (): void => {
    for (const socket of hanging) socket.destroy();
  };

  return {
    port: (server.address() as AddressInfo).port,
    serve: (prefix, handler) => void added.unshift({ prefix, handler }),
    dropHanging,
    close() {
      dropHanging();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
