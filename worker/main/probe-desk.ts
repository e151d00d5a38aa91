/** The probe on the real parts: the mailbox's own tokens and limits, real time, and the file in which its findings are kept. */
import type { MailboxId } from '../../shared/ids.ts';
import type { ProbeDesk } from '../cli/ports.ts';
import { probe, probeCleanUp } from '../probe/run.ts';
import { applyAssumptions } from './assumptions.ts';
import { newId, realClock } from './clock.ts';
import type { Parts } from './parts.ts';

export const createProbeDesk = async (parts: Parts): Promise<ProbeDesk> => {
  const graph = await parts.graph();
  const opener = (mailboxId: MailboxId) => (signal: AbortSignal) => graph.channel(mailboxId, signal);
  return {
    ask: (mailboxId, options) => probe({ open: opener(mailboxId), clock: realClock, newId, ...options }),
    cleanUp: (mailboxId, signal) => probeCleanUp({ open: opener(mailboxId), signal }),
    apply: (assumptions) => applyAssumptions(parts.settings, assumptions, realClock.now()),
  };
};
