/**
 * Requests of one mailbox through the Graph client: single ones and batches. Outcomes are returned as answers;
 * thrown is only `Trouble` that comes before anything was sent or taken (lease, token, a long wait).
 */
import { ResponseType } from '@microsoft/microsoft-graph-client';
import type { Client } from '@microsoft/microsoft-graph-client';
import { Trouble } from '../pass/ports.ts';
import type { Clock } from '../pass/ports.ts';
import { NoAnswer, answerFromText, isObject } from './answer.ts';
import type { Answer } from './answer.ts';
import type { GraphAssumptions } from './assumptions.ts';
import { Call } from './call.ts';
import type { Ids, Repeat } from './call.ts';
import type { MailboxRoot, ServiceRoot } from './base-url.ts';
import { classify, failureOf, troubleOf } from './classify.ts';
import type { GraphMeter } from './metrics.ts';
import type { Pauses } from './pauses.ts';
import type { Session } from './session.ts';

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the version with its query, or a link of the service's own. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly repeat: Repeat;
  readonly writes: boolean;
  /** Immutable unless given. Requests in a batch take no notice of it. */
  readonly ids?: Ids;
}

export const get = (path: string, headers?: Record<string, string>): GraphRequest => ({
  method: 'GET',
  path,
  ...(headers === undefined ? {} : { headers }),
  repeat: 'freely',
  writes: false,
});

export type Ended = Answer | NoAnswer;

export const succeeded = (ended: Ended): ended is Answer =>
  !(ended instanceof NoAnswer) && ended.status >= 200 && ended.status < 300;

/** One line for the log: ids and codes, never content. */
export interface GraphLogEntry {
  readonly event: 'graph.failed';
  readonly method: string;
  readonly status: number;
  readonly code: string | null;
  readonly clientRequestId: string;
}

/** What all mailboxes share. */
export interface Line {
  readonly client: Client;
  readonly service: ServiceRoot;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly timeoutMs: number;
  readonly inFlight: number;
  readonly meter: GraphMeter;
  readonly assumptions: GraphAssumptions;
  readonly log: (entry: GraphLogEntry) => void;
}

export class Channel {
  constructor(
    readonly line: Line,
    readonly session: Session,
    /** Where this mailbox's listings may lead. */
    readonly home: MailboxRoot = line.service,
  ) {}

  /** Sends one request; `parts` > 1 marks a batch, which takes all places in flight and double the time. */
  async send(request: GraphRequest, parts = 1): Promise<Ended> {
    const { line } = this;
    const call = new Call(
      this.session,
      request.path.startsWith('/') ? line.service.root + request.path : request.path,
      request.repeat,
      request.writes,
      parts,
      parts > 1 ? line.inFlight : 1,
      parts > 1 ? line.timeoutMs * 2 : line.timeoutMs,
      request.ids,
    );
    const ended = await this.#exchange(request, call);
    if (!succeeded(ended)) {
      const { status, code } = failureOf(ended);
      line.log({
        event: 'graph.failed',
        method: request.method,
        status,
        code,
        clientRequestId: call.clientRequestId,
      });
    }
    return ended;
  }

  /** The answer's body; every failure is thrown as Trouble. */
  async read(request: GraphRequest): Promise<Record<string, unknown>> {
    return bodyOf(await this.send(request));
  }

  async #exchange(request: GraphRequest, call: Call): Promise<Ended> {
    const api = this.line.client
      .api('/')
      .middlewareOptions([call])
      .responseType(ResponseType.RAW)
      .headers({ ...request.headers });
    try {
      const response = (await dispatch(api, request)) as Response;
      return answerFromText(response.status, response.headers, await response.text(), this.line.clock);
    } catch (error) {
      const cause = call.thrown ?? error;
      if (cause instanceof NoAnswer) return cause;
      throw cause instanceof Trouble ? cause : new Trouble('graph.unexpected', { kind: 'bug' }, { cause });
    }
  }
}

const dispatch = (api: ReturnType<Client['api']>, { method, body }: GraphRequest): Promise<unknown> => {
  switch (method) {
    case 'GET':
      return api.get() as Promise<unknown>;
    case 'POST':
      return api.post(body ?? {}) as Promise<unknown>;
    case 'PATCH':
      return api.patch(body ?? {}) as Promise<unknown>;
    case 'DELETE':
      return api.delete() as Promise<unknown>;
  }
};

/** The body of a success; a success without one (a proxy's page) is no answer of Graph's. */
export const bodyOf = (ended: Ended): Record<string, unknown> => {
  if (!succeeded(ended)) throw troubleOf(classify(failureOf(ended)), { cause: causeOf(ended) });
  if (!isObject(ended.body)) throw new Trouble('graph.unavailable', { kind: 'retry', afterMs: 60_000 });
  return ended.body;
};

const causeOf = (ended: Ended): unknown =>
  ended instanceof NoAnswer ? ended : { status: ended.status, code: ended.code };
