/** What comes in when one link is planned: the terms of the mailbox and the state of this link's world. Types only. */
import type { Country } from '../../shared/canonical.ts';
import type { FolderId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import type { FieldTable } from './field-table.ts';
import type { GuardTerms, Surroundings } from './guard/facts.ts';
import type { CardReading, Link, OpenHeld } from './link.ts';
import type { CrmTakes } from './merge.ts';
import type { Ruling } from './ruling.ts';
import type { ConflictPolicy, Selection } from './selection.ts';

/** What holds for every link of one mailbox. */
export interface LinkTerms<Card> {
  readonly table: FieldTable<Card>;
  readonly country: Country;
  readonly policy: ConflictPolicy;
  readonly takes: CrmTakes;
  readonly followed: ReadonlySet<FolderId>;
  readonly guard: GuardTerms;
}

export interface LinkSituation<Card> {
  readonly link: Link;
  /** Null: no longer in the CRM. */
  readonly person: Person | null;
  readonly selection: Selection;
  /** Null: no card with this id (404). */
  readonly card: CardReading<Card> | null;
  /** Other cards that carry this link's connector ID. */
  readonly twins: readonly CardReading<Card>[];
  readonly held: readonly OpenHeld[];
  /** R7: what this card may be mixed up with. */
  readonly surroundings: Surroundings;
  /** Decisions that concern this person, in the order in which they were given. */
  readonly rulings: readonly Ruling[];
}
