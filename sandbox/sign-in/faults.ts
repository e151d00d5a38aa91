/** How a planned fault shows at the sign-in: the answer it gives instead, or what it does to the connection. */
import type { ServerResponse } from 'node:http';

import type { SandboxClock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import { NoAnswer } from '../graph/problem.ts';
import { errorBody, refusal } from './entra-errors.ts';
import { jsonAnswer, send, type Answer } from './http.ts';

export type ConnectionFault = Exclude<
  Fault,
  { kind: 'lostDeltaToken' | 'deadRefreshToken' | 'consentRequired' }
>;

export const isConnectionFault = (fault: Fault): fault is ConnectionFault =>
  !['lostDeltaToken', 'deadRefreshToken', 'consentRequired'].includes(fault.kind);

function faultAnswer(fault: Extract<Fault, { kind: 'status' }>, clock: SandboxClock): Answer {
  const headers: Record<string, string> = {};
  if (typeof fault.retryAfter === 'number') headers['retry-after'] = String(fault.retryAfter);
  else if (fault.retryAfter)
    headers['retry-after'] = new Date(clock.now() + fault.retryAfter.dateInMs).toUTCString();
  if (fault.body === 'empty') return { status: fault.status, headers, body: '' };
  if (fault.body === 'html') {
    const html = `<html><body><h1>${fault.status}</h1></body></html>`;
    return { status: fault.status, headers: { ...headers, 'content-type': 'text/html' }, body: html };
  }
  const transient = fault.status === 429 || fault.status === 503 || fault.status === 504;
  const error = fault.code ?? (transient ? 'temporarily_unavailable' : 'server_error');
  const body = errorBody(refusal(error, 90033, 'A transient error has occurred.'), clock.now());
  return jsonAnswer(fault.status, body, headers);
}

/** `carryOut` does what was asked without answering. True when the request is dealt with; may throw NoAnswer. */
export async function strike(
  fault: ConnectionFault,
  res: ServerResponse,
  clock: SandboxClock,
  carryOut: () => Promise<unknown>,
): Promise<boolean> {
  switch (fault.kind) {
    case 'status':
      if (fault.after) await carryOut();
      send(res, faultAnswer(fault, clock));
      return true;
    case 'lostAnswer':
      await carryOut();
      throw new NoAnswer('cut');
    case 'cut':
      throw new NoAnswer('cut');
    case 'hang':
      if (fault.after) await carryOut();
      throw new NoAnswer('hang');
    case 'slow':
      await clock.pause(fault.ms);
      return false;
  }
}
