/**
 * What a pass would do, without doing it (R12: a first sync and a change of settings are looked at before the first write).
 *
 * It is the very pass, on ports that keep what they are given: a store in memory over the real one, a mailbox and a CRM that
 * show what was "written" to nobody else. So its counts are those of the pass by making, also where one round leads to a
 * next one. Nothing is written: no lease is taken, so it disturbs no pass and waits for none; and the mailbox is opened so
 * that the adapter refuses whatever would write. What a remote refuses, or loses the answer to, no preview can foresee.
 */
import type { MailboxId, PassId } from '../../shared/ids.ts';
import type { Plan } from '../sync/plan.ts';
import type { ActivationSettings } from '../sync/selection.ts';
import { noCounts, type PassContext, type PassDeps } from './context.ts';
import { createPreviewCrm } from './preview-crm.ts';
import { createPreviewRemote } from './preview-remote.ts';
import { previewOf, type Preview } from './preview-result.ts';
import { createPreviewStore, takeSnapshot, type Snapshot } from './preview-store.ts';
import {
  isDeactivated,
  Trouble,
  type Mailbox,
  type PassOutcome,
  type PassStore,
  type Progress,
  type Remote,
} from './ports.ts';
import { sharedNowMs } from './shared-time.ts';
import { work } from './work.ts';

export interface PreviewDeps<Card> extends PassDeps<Card> {
  /** Reads the store as it is at one moment. */
  readonly atOneMoment: <T>(read: (store: PassStore) => Promise<T>) => Promise<T>;
}

export interface PreviewRequest {
  readonly mailboxId: MailboxId;
  /** Instead of the mailbox's own; every person is looked at then, as after a change of settings. */
  readonly settings?: ActivationSettings;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export type PreviewReport =
  | { readonly made: true; readonly preview: Preview }
  | { readonly made: false; readonly because: 'unknownMailbox' | 'signInAgain' | 'deactivated' | 'stopped' }
  /** Retry-After of the remote, or the CRM cannot be reached now. */
  | { readonly made: false; readonly because: 'notNow'; readonly afterMs: number }
  | { readonly made: false; readonly because: 'failed'; readonly code: string };

/** Throws only what nobody foresaw. Safe to repeat, at any time, several at once. */
export type MakePreview = (request: PreviewRequest) => Promise<PreviewReport>;

/** Why no look at the mailbox is possible now. One that stands still for another reason can be looked at. */
const refusalOf = (mailbox: Mailbox, nowMs: number): PreviewReport | null => {
  const { state, notBefore } = mailbox;
  if (isDeactivated(mailbox)) return { made: false, because: 'deactivated' };
  if (state === 'signInAgain') return { made: false, because: 'signInAgain' };
  const waitMs = notBefore === null ? 0 : Date.parse(notBefore) - nowMs;
  return waitMs > 0 ? { made: false, because: 'notNow', afterMs: waitMs } : null;
};

const whatItMeans = ({ code, what }: Trouble): PreviewReport => {
  if (what.kind === 'park') return { made: false, because: 'signInAgain' };
  if (what.kind === 'retry') return { made: false, because: 'notNow', afterMs: what.afterMs };
  return { made: false, because: 'failed', code };
};

interface Tried<Card> {
  readonly context: PassContext<Card>;
  readonly outcome: PassOutcome;
  readonly plans: readonly Plan<Card>[];
}

const tryPass = async <Card>(
  deps: PreviewDeps<Card>,
  mailbox: Mailbox,
  kept: ReturnType<typeof createPreviewStore>,
  remote: Remote<Card>,
  { signal, onProgress }: PreviewRequest,
): Promise<Tried<Card>> => {
  const plans: Plan<Card>[] = [];
  const context: PassContext<Card> = {
    ...deps,
    store: kept.store,
    crm: createPreviewCrm(deps.crm),
    remote: createPreviewRemote(remote, deps.newId),
    mailbox,
    employeeId: mailbox.employeeId,
    // Of a lease that nobody gave: no port that looks at it is reached.
    lease: { mailboxId: mailbox.id, token: '0' },
    passId: deps.newId() as PassId,
    counts: noCounts(),
    signal: signal ?? new AbortController().signal,
    commit: async (writes) => kept.commit(writes),
    underWay: (send) => send(),
    nowIso: () => deps.clock.now().toISOString(),
    arrived: () => undefined,
    progress: async (progress) => {
      // Nothing is updated, so nothing is told of updating.
      if (progress.phase !== 'apply') onProgress?.(progress);
    },
  };
  const outcome = await work(context, { planned: (plan) => plans.push(plan) });
  return { context, outcome, plans };
};

const mailboxFor = ({ mailbox }: Snapshot, settings: ActivationSettings | undefined): Mailbox =>
  settings === undefined ? mailbox : { ...mailbox, settings, crmCursor: null };

export const createPreview =
  <Card>(deps: PreviewDeps<Card>): MakePreview =>
  async (request) => {
    const snapshot = await deps.atOneMoment((store) => takeSnapshot(store, request.mailboxId));
    if (snapshot === null) return { made: false, because: 'unknownMailbox' };
    const refused = refusalOf(snapshot.mailbox, await sharedNowMs(deps));
    if (refused !== null) return refused;
    const mailbox = mailboxFor(snapshot, request.settings);
    const kept = createPreviewStore(deps.store, { ...snapshot, mailbox });
    try {
      const remote = await deps.remotes.open(mailbox.id, {
        mayWrite: () => false,
        signal: request.signal ?? new AbortController().signal,
      });
      const { context, outcome, plans } = await tryPass(deps, mailbox, kept, remote, request);
      if (outcome.outcome === 'stopped') return { made: false, because: 'stopped' };
      context.counts.requests = remote.requests;
      return { made: true, preview: await previewOf({ context, snapshot, kept, outcome, plans }) };
    } catch (error) {
      if (request.signal?.aborted === true) return { made: false, because: 'stopped' };
      if (!(error instanceof Trouble)) throw error;
      deps.log.warn({ mailboxId: mailbox.id, code: error.code }, 'preview ended in trouble');
      return whatItMeans(error);
    }
  };
