/**
 * The probe's way to the service: the worker's own channel, so that limits, If-Match and the check of links hold, with a
 * record of what was asked and answered in which time. The record names kinds of requests, never ids, values or links.
 */
import { NoAnswer, isObject } from '../graph/answer.ts';
import type { Channel, GraphRequest } from '../graph/channel.ts';
import { pageOf } from '../graph/paging.ts';
import type { Exchange } from './answers.ts';

export interface Seen {
  /** −1: no answer. */
  readonly status: number;
  readonly code: string | null;
  readonly ok: boolean;
  readonly body: Record<string, unknown>;
}

/** A request that had to go well did not. */
export class ProbeFailed extends Error {
  override readonly name = 'ProbeFailed';
  constructor(
    /** Stable code, e.g. `http403` or Graph's own; never a text of the service's. */
    readonly code: string,
  ) {
    super(code);
  }
}

export class Wire {
  readonly channel: Channel;
  #exchanges = new Map<string, Exchange>();

  constructor(channel: Channel) {
    this.channel = channel;
  }

  get clock() {
    return this.channel.line.clock;
  }

  get requests(): number {
    return this.channel.session.requests;
  }

  /** `what` names the kind of request, for the report. */
  async ask(what: string, request: GraphRequest): Promise<Seen> {
    const from = this.clock.monotonicMs();
    const ended = await this.channel.send(request);
    const ms = Math.round(this.clock.monotonicMs() - from);
    const noAnswer = ended instanceof NoAnswer;
    const status = noAnswer ? -1 : ended.status;
    this.#note(what, status, ended.code, ms);
    const body = !noAnswer && isObject(ended.body) ? ended.body : {};
    return { status, code: ended.code, ok: status >= 200 && status < 300, body };
  }

  /** Throws ProbeFailed for anything but a success. */
  async must(what: string, request: GraphRequest): Promise<Record<string, unknown>> {
    const seen = await this.ask(what, request);
    if (!seen.ok) throw new ProbeFailed(seen.code ?? (seen.status < 0 ? 'noAnswer' : `http${seen.status}`));
    return seen.body;
  }

  /** All items of a listing, and where its delta goes on. */
  async list(
    what: string,
    first: GraphRequest,
  ): Promise<{ items: Record<string, unknown>[]; deltaLink: string | null }> {
    const items: Record<string, unknown>[] = [];
    const seen = new Set<string>();
    for (let path = first.path; ;) {
      seen.add(path);
      const page = pageOf(this.channel.home, await this.must(what, { ...first, path }));
      items.push(...page.items);
      if (page.nextLink === null) return { items, deltaLink: page.deltaLink };
      if (seen.has(page.nextLink)) throw new ProbeFailed('endlessPages');
      path = page.nextLink;
    }
  }

  /** What was asked since the last time. */
  takeExchanges(): Exchange[] {
    const taken = [...this.#exchanges.values()];
    this.#exchanges = new Map();
    return taken;
  }

  #note(asked: string, status: number, code: string | null, ms: number): void {
    const key = `${asked}\n${status}\n${code}`;
    const before = this.#exchanges.get(key);
    this.#exchanges.set(key, {
      asked,
      status,
      code,
      times: (before?.times ?? 0) + 1,
      fastestMs: Math.min(before?.fastestMs ?? ms, ms),
      slowestMs: Math.max(before?.slowestMs ?? ms, ms),
    });
  }
}
