/**
 * Plans an undo from the history and what the CRM has now, and asks for it. Writes nothing but the wish: a pass does it. For
 * the routes and the command line alike.
 */
import type { Country, FieldForm } from '../../../shared/canonical.ts';
import type { EmployeeId, HistoryId, MailboxId, PassId, PersonId, UndoId } from '../../../shared/ids.ts';
import type { Person, PersonFieldId } from '../../../shared/person.ts';
import type { Crm } from '../../pass/ports.ts';
import type { UndoRecord, Undos } from '../../store/undos.ts';
import { undoPlanOf, undoPlanKey, type UndoPlan, type UndoScope } from '../../sync/undo-plan.ts';
import type { Page, Paged } from '../ports.ts';

export interface ShownPlan extends UndoPlan {
  readonly planKey: string;
  /** As they are now; one who is gone is absent. */
  readonly persons: ReadonlyMap<PersonId, Person>;
}

export type Planned =
  | { readonly outcome: 'planned'; readonly plan: ShownPlan }
  /** No such entry or pass of this mailbox. */
  | { readonly outcome: 'unknown' }
  /** More than can be looked at before agreeing to it. */
  | { readonly outcome: 'tooMany' };

export type Asked =
  /** `isNew` false: exactly this was asked before and waits for its pass. */
  | { readonly outcome: 'asked'; readonly id: UndoId; readonly isNew: boolean }
  /** What would happen is no longer what was agreed to. */
  | { readonly outcome: 'stale'; readonly plan: ShownPlan }
  /** That is what was agreed to, and it is nothing. */
  | { readonly outcome: 'nothing' }
  | Exclude<Planned, { outcome: 'planned' }>;

export interface UndoDesk {
  /** Changes nothing. Ids come from outside: one that is none reads as one that is not there. */
  readonly plan: (mailboxId: MailboxId, scope: UndoScope) => Promise<Planned>;
  /** Whoever calls asks for a pass afterwards. Safe to repeat. */
  readonly ask: (request: {
    readonly mailboxId: MailboxId;
    readonly scope: UndoScope;
    readonly planKey: string;
    /** Null: on the command line. */
    readonly by: EmployeeId | null;
  }) => Promise<Asked>;
  readonly get: (id: UndoId) => Promise<UndoRecord | null>;
  /** Newest first; null: of all mailboxes. */
  readonly list: (mailboxId: MailboxId | null, page: Page) => Promise<Paged<UndoRecord>>;
  /** For the command line: whose entry, pass or undo an id begins with this. Two: it is not unambiguous. */
  readonly beginningWith: {
    readonly entry: (beginning: string) => Promise<{ id: HistoryId; mailboxId: MailboxId }[]>;
    readonly pass: (beginning: string) => Promise<{ id: PassId; mailboxId: MailboxId }[]>;
    readonly undo: (beginning: string) => Promise<{ id: UndoId; mailboxId: MailboxId }[]>;
  };
}

export interface UndoDeskDeps {
  readonly undos: Undos;
  readonly crm: Pick<Crm, 'persons' | 'takes'>;
  readonly country: Country;
  readonly formOf: (field: PersonFieldId) => FieldForm;
  readonly now: () => Date;
}

const makePlan = async (deps: UndoDeskDeps, mailboxId: MailboxId, scope: UndoScope): Promise<Planned> => {
  const { undos, crm, country, formOf } = deps;
  const found = await undos.entriesIn(mailboxId, scope);
  if (found.outcome !== 'found') return found;
  const { entries } = found;
  // Fields that wait are read before the persons: one that is settled between is then seen with its new value.
  const asked = await undos.waiting(mailboxId);
  const persons = await crm.persons([...new Set(entries.map(({ personId }) => personId))]);
  const takes: Crm['takes'] = (field, value, kind) => crm.takes(field, value, kind);
  const plan = undoPlanOf({ entries, persons, asked, formOf, country, takes });
  return { outcome: 'planned', plan: { ...plan, planKey: undoPlanKey(scope, plan), persons } };
};

export const createUndoDesk = (deps: UndoDeskDeps): UndoDesk => {
  const { undos, now } = deps;
  const plan: UndoDesk['plan'] = (mailboxId, scope) => makePlan(deps, mailboxId, scope);
  const stale = async (mailboxId: MailboxId, scope: UndoScope): Promise<Asked> => {
    const again = await plan(mailboxId, scope);
    return again.outcome === 'planned' ? { outcome: 'stale', plan: again.plan } : again;
  };
  return {
    plan,
    ask: async ({ mailboxId, scope, planKey, by }) => {
      // A second click: the plan is another by now, since its fields wait.
      const known = await undos.waitingWith(mailboxId, planKey);
      if (known !== null) return { outcome: 'asked', id: known, isNew: false };
      const planned = await plan(mailboxId, scope);
      if (planned.outcome !== 'planned') return planned;
      if (planned.plan.planKey !== planKey) {
        // Asked by another click between the two looks.
        const since = await undos.waitingWith(mailboxId, planKey);
        if (since !== null) return { outcome: 'asked', id: since, isNew: false };
        return { outcome: 'stale', plan: planned.plan };
      }
      const { items } = planned.plan;
      if (items.length === 0) return { outcome: 'nothing' };
      const asked = await undos.ask({ mailboxId, scope, planKey, askedBy: by, at: now(), items });
      return asked.outcome === 'overlaps' ? stale(mailboxId, scope) : asked;
    },
    get: (id) => undos.get(id),
    list: (mailboxId, page) => undos.list(mailboxId, page),
    beginningWith: undos.beginningWith,
  };
};
