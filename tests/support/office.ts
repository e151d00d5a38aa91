/**
 * A whole office in one process: the sandbox over https, a real database, the embedded CRM, the Graph adapter and the
 * pass. Only sign-in is short-cut (tokens come from the sandbox); tests/e2e walks that too.
 *
 * Time is the sandbox's and stands still: a short wait of ours moves it on at once; only the renewing of leases, which
 * other tests of the store look at, waits for real.
 */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { EmployeeId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { Person, PersonFields } from '../../shared/person.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.ts';
import { printsWith } from '../../worker/identity/print-keys.ts';
import { createEmbeddedCrm } from '../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm, PersonChange, PersonDraft } from '../../worker/crm/embedded/types.ts';
import { createGraph, type Graph } from '../../worker/graph/index.ts';
import type { PassDeps, PassSettings } from '../../worker/pass/context.ts';
import type {
  Clock,
  Crm,
  PassReport,
  PassStore,
  PassTrigger,
  RemoteOpener,
} from '../../worker/pass/ports.ts';
import { createPreview, type PreviewReport, type PreviewRequest } from '../../worker/pass/preview.ts';
import { createRunPass } from '../../worker/pass/run-pass.ts';
import { defaultActivationSettings, type ActivationSettings } from '../../worker/sync/selection.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { Db } from '../../worker/store/db.ts';
import { createUndoDesk, type UndoDesk } from '../../worker/api/undo/desk.ts';
import { createHeldChanges, type HeldRecord } from '../../worker/store/held-changes.ts';
import { createHistory } from '../../worker/store/history.ts';
import { createMailboxes } from '../../worker/store/mailboxes.ts';
import { createPassStore } from '../../worker/store/pass-store.ts';
import { createPausedCards, type PausedCards } from '../../worker/store/paused-cards.ts';
import { createRulings, type Decision, type Rulings } from '../../worker/store/rulings.ts';
import { createUndos } from '../../worker/store/undos.ts';
import type { HoldReason } from '../../worker/sync/plan.ts';
import type { Choice } from '../../worker/sync/ruling.ts';
import { readAtOneMoment } from '../../worker/store/snapshot.ts';
import { createTestDb } from './db.ts';
import { clockOn } from './outlook-remote.ts';

export const connectorProperty = 'String {7a1e2d4c-5b7f-4c0e-9a52-3f6d8c1b2e90} Name RelatiebrugConnectorId';

/** Waits from here on are those of a lease or a long Retry-After; they are not jumped over. */
const longMs = 10_000;

/** `offByMs`: of a machine whose clock is so far from the right one. */
export const jumpingClock = (sandbox: Sandbox, offByMs = 0): Clock => ({
  now: () => new Date(sandbox.clock.now() + offByMs),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => {
    if (ms < longMs) return sandbox.clock.advance(ms);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  },
});

export const passSettings: PassSettings = {
  country: 'NL',
  brake: { cards: 20, share: 0.2, emptyFrom: 5 },
  leaseMs: 120_000,
  writeMs: 35_000,
  secondLookMs: 2_000,
};

export interface Mailboxed {
  readonly user: string;
  readonly employeeId: EmployeeId;
  readonly mailboxId: MailboxId;
}

/** Ways to come between the pass and its ports, for faults that no server can make. */
export interface Wrap {
  readonly crm?: (crm: Crm) => Crm;
  readonly store?: (store: PassStore) => PassStore;
  readonly remotes?: (remotes: RemoteOpener<OutlookCard>) => RemoteOpener<OutlookCard>;
  readonly settings?: Partial<PassSettings>;
  /** Of the process: it is told to stop. */
  readonly signal?: AbortSignal;
  /** Who counts, what is logged, and by which clocks. */
  readonly deps?: Partial<Pick<PassDeps<OutlookCard>, 'meter' | 'trace' | 'log' | 'clock' | 'sharedNow'>>;
}

export interface Office {
  readonly sandbox: Sandbox;
  readonly db: Db;
  readonly databaseUrl: string;
  readonly crm: EmbeddedCrm;
  readonly graph: Graph;
  readonly store: PassStore;
  readonly mailboxes: ReturnType<typeof createMailboxes>;
  readonly history: ReturnType<typeof createHistory>;
  readonly held: ReturnType<typeof createHeldChanges>;
  readonly rulings: Rulings;
  readonly undo: UndoDesk;
  readonly pausedCards: PausedCards;
  /** Everything that was logged, a line an entry. */
  readonly log: string[];
  /** An employee with an activated mailbox. */
  activate(user: string, settings?: Partial<ActivationSettings>): Promise<Mailboxed>;
  person(draft: Partial<Omit<PersonDraft, 'fields'>> & { fields?: Partial<PersonFields> }): Promise<Person>;
  change(id: PersonId, change: PersonChange): Promise<Person>;
  get(id: PersonId): Promise<Person>;
  pass(who: Mailboxed, trigger?: PassTrigger, wrap?: Wrap): Promise<PassReport>;
  preview(
    who: Pick<Mailboxed, 'mailboxId'>,
    request?: Omit<PreviewRequest, 'mailboxId'>,
    wrap?: Wrap,
  ): Promise<PreviewReport>;
  /** Passes until one has nothing left over; throws when that takes too many. */
  rest(who: Mailboxed, wrap?: Wrap): Promise<void>;
  /** The held changes that wait. */
  waiting(who: Mailboxed): Promise<HeldRecord[]>;
  /** A person's word on the held change that waits for this reason; there must be one. */
  decide(who: Mailboxed, reason: HoldReason, choice: Choice, more?: Partial<Decision>): Promise<HeldRecord>;
  close(): Promise<void>;
}

export const createOffice = async (options: SandboxOptions = {}): Promise<Office> => {
  const sandbox = await createSandbox({ held: true, ...options });
  const database = await createTestDb();
  const { db } = database;
  const clock = jumpingClock(sandbox);
  // One time for all: what was typed last is the same on every machine, however fast it is.
  const crm = createEmbeddedCrm(db, { country: 'NL', clock });
  const store = createPassStore(db);
  const mailboxes = createMailboxes(db);
  const users = new Map<MailboxId, string>();
  const log: string[] = [];
  const logged = (data: object, message = ''): void => void log.push(`${message} ${JSON.stringify(data)}`);
  const graph = createGraph({
    baseUrl: sandbox.graphUrl,
    ca: sandbox.ca,
    // The adapter's limits and waits are wholly on the sandbox's time.
    clock: clockOn(sandbox),
    timeoutMs: 1_000,
    log: logged,
    tokens: { accessToken: async (mailboxId) => sandbox.token(users.get(mailboxId)!) },
  });

  const held = createHeldChanges(db);
  const rulings = createRulings(db);
  const undo = createUndoDesk({
    undos: createUndos(db),
    crm,
    country: 'NL',
    formOf: (field) => outlookTable.rows.find(({ id }) => id === field)?.form ?? 'text',
    now: () => clock.now(),
  });

  const waiting: Office['waiting'] = async ({ mailboxId }) => held.listOpen(mailboxId);

  const decide: Office['decide'] = async (who, reason, choice, more = {}) => {
    const one = (await waiting(who)).find((each) => each.reason === reason);
    if (one === undefined) throw new Error(`nothing waits as ${reason}`);
    const decision = { choice, fields: {}, forPair: false, decidedBy: who.employeeId, ...more };
    const { outcome } = await rulings.decide(who.mailboxId, one.id, decision, clock.now());
    if (outcome !== 'decided') throw new Error(outcome);
    return one;
  };

  const activate: Office['activate'] = async (user, settings) => {
    const { id: oid, tenantId: tid, displayName, mail } = sandbox.users.get(user);
    const employee = (await crm.upsertEmployee({ email: mail, displayName }))!;
    const activated = await mailboxes.activate({
      employeeId: employee.id,
      tid,
      oid,
      upn: user,
      settings: { ...defaultActivationSettings, ...settings },
    });
    if (activated.outcome === 'refused') throw new Error(activated.because);
    users.set(activated.mailbox.id, user);
    return { user, employeeId: employee.id, mailboxId: activated.mailbox.id };
  };

  const depsOf = (wrap: Wrap): PassDeps<OutlookCard> => ({
    crm: wrap.crm?.(crm) ?? crm,
    remotes: wrap.remotes?.(graph.opener) ?? graph.opener,
    store: wrap.store?.(store) ?? store,
    table: outlookTable,
    prints: async (mailboxId) => printsWith(Buffer.from(mailboxId)),
    clock,
    newId: randomUUID,
    settings: { ...passSettings, ...wrap.settings },
    log: { info: logged, warn: logged, error: logged },
    ...wrap.deps,
  });

  const pass: Office['pass'] = (who, trigger = 'syncNow', wrap = {}) =>
    createRunPass(depsOf(wrap))({
      mailboxId: who.mailboxId,
      trigger,
      holder: 'test',
      ...(wrap.signal === undefined ? {} : { signal: wrap.signal }),
    });

  const preview: Office['preview'] = (who, request = {}, wrap = {}) =>
    createPreview({ ...depsOf(wrap), atOneMoment: (read) => readAtOneMoment(db, read) })({
      mailboxId: who.mailboxId,
      ...request,
    });

  const rest: Office['rest'] = async (who, wrap) => {
    const outcomes: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      const report = await pass(who, 'syncNow', wrap);
      if (report.ran && report.result.outcome === 'done') return;
      outcomes.push(JSON.stringify(report.ran ? report.result : report));
      const waitMs = report.ran
        ? report.result.outcome === 'later'
          ? report.result.afterMs
          : 0
        : report.afterMs;
      await sandbox.clock.advance(Math.max(waitMs ?? 0, 1_000));
    }
    const mailbox = await mailboxes.byId(who.mailboxId);
    throw new Error(`no rest (${mailbox?.state}, ${mailbox?.stateBecause}): ${outcomes.join(' ')}`);
  };

  return {
    sandbox,
    db,
    databaseUrl: database.url,
    crm,
    graph,
    store,
    mailboxes,
    history: createHistory(db),
    held,
    rulings,
    undo,
    pausedCards: createPausedCards(db),
    log,
    activate,
    person: async ({ fields, ...rest }) => {
      const created = await crm.createPerson(
        { kind: 'contactPerson', ...rest, fields: { lastName: 'Vries', ...fields } },
        { kind: 'import' },
      );
      if (created.outcome !== 'created') throw new Error(created.outcome);
      return created.person;
    },
    change: async (id, change) => {
      const { version } = (await crm.persons([id])).get(id)!;
      const changed = await crm.updatePerson(id, version, change, { kind: 'import' });
      if (changed.outcome !== 'updated') throw new Error(changed.outcome);
      return changed.person;
    },
    get: async (id) => (await crm.persons([id])).get(id)!,
    pass,
    preview,
    rest,
    waiting,
    decide,
    close: async () => {
      await graph.close();
      await sandbox.close();
      await database.close();
    },
  };
};
