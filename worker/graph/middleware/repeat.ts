/**
 * First link: says when a request goes out again. The client's own handler repeats a POST after 503 and 504, which
 * makes second contacts, and cuts Retry-After at three minutes; this one does neither (R11, R14).
 * https://learn.microsoft.com/graph/throttling
 */
import type { Context } from '@microsoft/microsoft-graph-client';
import { NoAnswer, answerFromText } from '../answer.ts';
import { callOf } from '../call.ts';
import type { Call } from '../call.ts';
import { classify, failureOf } from '../classify.ts';
import { longestSleepMs, maxTries } from '../limits.ts';
import { kindOf, type GraphMeter } from '../metrics.ts';
import type { Pauses } from '../pauses.ts';
import { ChainLink } from './chain-link.ts';

export class RepeatHandler extends ChainLink {
  constructor(
    private readonly pauses: Pauses,
    private readonly meter: GraphMeter,
  ) {
    super();
  }

  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    try {
      call.token = await call.session.token.current();
      await this.#untilAnswered(context, call);
    } catch (error) {
      call.thrown = error;
      throw error;
    }
  }

  async #untilAnswered(context: Context, call: Call): Promise<void> {
    // Opaque links must arrive as they came; the client would take them apart and put them together again.
    context.request = call.url;
    const kind = kindOf(context.options?.method ?? 'GET', call.url);
    let renewed = false;
    for (let tries = 1; ; tries += 1) {
      const ended = await this.#once(context);
      if (!(ended instanceof NoAnswer) && ended === 401 && !renewed) {
        renewed = true;
        call.token = await call.session.token.instead(call.token);
        this.meter.retried(kind);
        continue;
      }
      const again = tries < maxTries && (await this.#again(context, call, ended, tries));
      if (again) {
        this.meter.retried(kind);
        continue;
      }
      if (ended instanceof NoAnswer) throw ended;
      return;
    }
  }

  async #once(context: Context): Promise<number | NoAnswer> {
    try {
      context.response = undefined;
      await this.next.execute(context);
      return (context.response as Response | undefined)?.status ?? -1;
    } catch (error) {
      if (error instanceof NoAnswer) return error;
      throw error;
    }
  }

  async #again(context: Context, call: Call, ended: number | NoAnswer, tries: number): Promise<boolean> {
    const answer = ended instanceof NoAnswer ? ended : await this.#answerOf(context, ended);
    if (!(answer instanceof NoAnswer) && answer.status < 400) return false;
    const meaning = classify(failureOf(answer));
    if (meaning.kind !== 'retry' || meaning.because === 'stopped') return false;
    // The wait holds for everyone who speaks to this mailbox; the gate keeps it.
    if (meaning.afterMs !== null) call.session.gate.blockFor(meaning.afterMs);
    if (call.repeat !== 'freely' && meaning.because !== 'throttled') return false;
    if ((meaning.afterMs ?? 0) > longestSleepMs) return false;
    if (meaning.afterMs === null) await this.pauses.after(tries, call.session.signal);
    return true;
  }

  async #answerOf(context: Context, status: number) {
    const response = context.response as Response;
    return answerFromText(status, response.headers, await response.clone().text(), this.pauses.clock);
  }
}
