/**
 * A small https server that answers as a test says, for what the sandbox has no fault for. Keeps what it was asked.
 */
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { loopbackTls } from './loopback-tls.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly text?: string;
  /** The connection is cut instead of an answer; `midway`: after half of it. */
  readonly cut?: boolean | 'midway';
  /** No answer at all. */
  readonly hang?: boolean;
}

export interface Wire {
  readonly baseUrl: string;
  readonly ca: string;
  readonly asked: Asked[];
  /** Answers from now on; `index` counts requests from 0. */
  answer: (asked: Asked, index: number) => Reply | Promise<Reply>;
  close(): Promise<void>;
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const reply = (
  response: ServerResponse,
  socket: Socket,
  { status = 200, headers, body, text, cut, hang }: Reply,
) => {
  if (hang === true) return;
  if (cut === true) return void socket.destroy();
  const content = text ?? (body === undefined ? '' : JSON.stringify(body));
  const type = text === undefined ? 'application/json' : 'text/html';
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(content),
    ...headers,
  });
  if (cut !== 'midway') return void response.end(content);
  response.write(content.slice(0, content.length / 2), () => socket.destroy());
};

export const startWire = async (): Promise<Wire> => {
  const server = createServer({ ...loopbackTls }, (request, response) => {
    void (async () => {
      const text = await textOf(request);
      // A form (the sign-in's) is kept as it came.
      const isJson = !(request.headers['content-type'] ?? '').includes('form-urlencoded');
      const asked: Asked = {
        method: request.method ?? '',
        path: decodeURIComponent(request.url ?? ''),
        headers: request.headers,
        body: text === '' ? null : isJson ? (JSON.parse(text) as unknown) : text,
      };
      wire.asked.push(asked);
      reply(response, request.socket, await wire.answer(asked, wire.asked.length - 1));
    })();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const wire: Wire = {
    baseUrl: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca: loopbackTls.cert,
    asked: [],
    answer: () => ({ status: 500 }),
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return wire;
};
