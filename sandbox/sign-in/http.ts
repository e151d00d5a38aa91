/** Node's request and response, read and written in whole; nothing of the protocol. */
import { IncomingMessage, ServerResponse } from 'node:http';

const LIMIT_BYTES = 64 * 1024;

export async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LIMIT_BYTES) throw new RangeError('body too large');
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString());
}

export function sendHtml(res: ServerResponse, status: number, html: string): void {
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  res.end(html);
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const jsonAnswer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

export function send(res: ServerResponse, answer: Answer): void {
  res.writeHead(answer.status, answer.headers);
  res.end(answer.body);
}

/** The same request with another address and body, for a handler that reads the body itself. */
export function withForm(req: IncomingMessage, url: string, form: URLSearchParams): IncomingMessage {
  const body = Buffer.from(form.toString());
  const copy = new IncomingMessage(req.socket);
  copy.method = req.method;
  copy.url = url;
  copy.httpVersion = req.httpVersion;
  copy.headers = {
    ...req.headers,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length),
  };
  delete copy.headers.authorization;
  // Whole from the start: a message that ends before it is complete takes the connection along.
  copy.complete = true;
  copy.push(body);
  copy.push(null);
  return copy;
}

/** A response that reaches nobody: what a handler wrote into it can be looked at, changed or thrown away. */
export class CapturedResponse extends ServerResponse {
  readonly #parts: Buffer[] = [];

  override write(chunk: unknown): boolean {
    this.#keep(chunk);
    return true;
  }

  override end(chunk?: unknown): this {
    this.#keep(chunk);
    this.emit('finish');
    return this;
  }

  get text(): string {
    return Buffer.concat(this.#parts).toString();
  }

  #keep(chunk: unknown): void {
    if (typeof chunk === 'string') this.#parts.push(Buffer.from(chunk));
    else if (ArrayBuffer.isView(chunk))
      this.#parts.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
}
