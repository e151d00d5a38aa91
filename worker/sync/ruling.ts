/**
 * What a person decided about a held change, as the core applies it: the next pass finds the same state of the world,
 * knows it by its key, and does what was decided instead of holding it again. It stays on record, so the same artefact
 * is not asked twice (R7); a world that has moved on has another key, and the ruling does not speak of it.
 */
import type { CardId, LinkId, PersonId, RulingId } from '../../shared/ids.ts';
import type { FieldId } from '../../shared/person.ts';
import type { HeldField, HoldReason } from './plan.ts';

export const choices = [
  /** Keep the CRM; the card gets the CRM's values back. */
  'crm',
  /** Take the remote values into the CRM. */
  'remote',
  /** Decided field by field. */
  'fields',
  /** R7 before a create: the card that is there becomes this person's card. */
  'link',
  /** R7 before a create: another person, or wanted twice; a card is made. */
  'keepBoth',
  /** R7 on a disappearance: the card that has grown becomes this person's card. */
  'relink',
  /** R7 on a disappearance: the person gets a new card. */
  'newCard',
  /** It stays as it is on both sides; for a disappearance: the card was removed on purpose (R9). */
  'leave',
  /** What was refused is tried once more. */
  'retry',
] as const;
export type Choice = (typeof choices)[number];

export type FieldChoices = Readonly<Partial<Record<FieldId, 'crm' | 'remote'>>>;

/** What may be decided about a held change of this reason, the safest first. */
export const choicesOf = (reason: HoldReason): readonly Choice[] => {
  switch (reason) {
    case 'conflict':
    case 'noBase':
    case 'borrowed':
    case 'nameOfAnother':
    case 'lastNameRequired':
    case 'malformedEmail':
    case 'invalidDate':
    case 'tooLong':
      return ['crm', 'remote', 'fields'];
    case 'refusedByCrm':
      return ['crm', 'retry'];
    case 'notSelected':
      return ['leave', 'remote', 'fields'];
    case 'noRoom':
      return ['leave', 'remote'];
    case 'refusedByRemote':
      return ['leave', 'retry'];
    case 'mergedAway':
      return ['newCard', 'relink', 'leave'];
    case 'sameCardExists':
      return ['keepBoth', 'link'];
  }
};

export interface Ruling {
  readonly id: RulingId;
  /** Of the held change it was given for. */
  readonly key: string;
  readonly reason: HoldReason;
  readonly personId: PersonId;
  readonly linkId: LinkId | null;
  /** The other party, where the held change named one. */
  readonly donorPersonId: PersonId | null;
  readonly cardId: CardId | null;
  /** The fields of the held change, as they were when it was held. */
  readonly held: readonly HeldField[];
  readonly choice: Choice;
  /** With choice `fields`: every field of the held change. */
  readonly fields: FieldChoices;
  /** Given for this pair: whatever is borrowed from the same other party later is decided the same way. */
  readonly forPair: boolean;
  /** No pass has met it yet. */
  readonly pending: boolean;
}
