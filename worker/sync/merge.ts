/**
 * R5: the three-way merge of one field. b is the base, c the CRM, o the remote side; all compared canonically, each
 * side with its own half of the base. The whole rule is the one table below.
 */
import {
  canonical,
  isEmailAddress,
  parseDate,
  type Country,
  type FieldForm,
} from '../../shared/canonical.ts';
import type { PersonFieldId, PersonKind } from '../../shared/person.ts';
import type { Agreed } from './base.ts';
import type { Decision, HoldReason } from './plan.ts';
import type { ConflictPolicy } from './selection.ts';

/** Why the CRM would refuse a value, or null. Pure. */
export type CrmTakes = (field: PersonFieldId, value: string | null, kind: PersonKind) => HoldReason | null;

export interface FieldState {
  readonly form: FieldForm;
  /** Undefined where nothing was ever agreed. */
  readonly base: Agreed | undefined;
  /** As typed. */
  readonly crm: string | null;
  readonly remote: string | null;
}

export interface MergeTerms {
  readonly policy: ConflictPolicy;
  readonly country: Country;
  /** Which side was changed last, for the policy `newest`; the CRM where it cannot be told. */
  readonly newest: 'crm' | 'remote';
  /** The CRM's word on the remote value. */
  readonly refusal: (value: string | null) => HoldReason | null;
}

export type Merged =
  /** Nothing changed since the base. */
  | { readonly kind: 'same' }
  /** Both sides say the same: the base moves, nothing is written. */
  | { readonly kind: 'agree' }
  | { readonly kind: 'toRemote'; readonly decision: Decision; readonly overrules: boolean }
  | { readonly kind: 'toCrm'; readonly decision: Decision; readonly overrules: boolean }
  | { readonly kind: 'hold'; readonly reason: HoldReason };

type Change = 'noBase' | 'neither' | 'crm' | 'remote' | 'both';

const changeOf = (base: Agreed | undefined, c: string | null, o: string | null): Change => {
  if (base === undefined) return 'noBase';
  const crmChanged = c !== base.crm;
  const remoteChanged = o !== base.remote;
  if (crmChanged && remoteChanged) return 'both';
  if (crmChanged) return 'crm';
  return remoteChanged ? 'remote' : 'neither';
};

/** What must not go onto a card: the server takes a malformed address or date and gives back none. */
export const unwritable = ({ form, crm }: Pick<FieldState, 'form' | 'crm'>): HoldReason | null => {
  if (crm === null) return null;
  if (form === 'email' && !isEmailAddress(crm)) return 'malformedEmail';
  if (form === 'date' && parseDate(crm) === null) return 'invalidDate';
  return null;
};

const toRemote = (state: FieldState, decision: Decision, overrules: boolean): Merged => {
  const reason = unwritable(state);
  return reason === null ? { kind: 'toRemote', decision, overrules } : { kind: 'hold', reason };
};

const toCrm = (
  state: FieldState,
  terms: Pick<MergeTerms, 'refusal'>,
  decision: Decision,
  overrules: boolean,
): Merged => {
  const reason = terms.refusal(state.remote);
  return reason === null ? { kind: 'toCrm', decision, overrules } : { kind: 'hold', reason };
};

const conflict = (state: FieldState, terms: MergeTerms): Merged => {
  switch (terms.policy) {
    case 'crm':
      return toRemote(state, 'R5.conflict.crm', true);
    case 'outlook':
      return toCrm(state, terms, 'R5.conflict.outlook', true);
    case 'newest':
      return terms.newest === 'crm'
        ? toRemote(state, 'R5.conflict.newest', true)
        : toCrm(state, terms, 'R5.conflict.newest', true);
    case 'ask':
      return { kind: 'hold', reason: 'conflict' };
  }
};

/** A field that goes both ways. */
export const mergeField = (state: FieldState, terms: MergeTerms): Merged => {
  const c = canonical(state.form, state.crm, terms.country);
  const o = canonical(state.form, state.remote, terms.country);
  const change = changeOf(state.base, c, o);
  if (change === 'neither') return { kind: 'same' };
  if (c === o) return { kind: 'agree' };
  switch (change) {
    case 'crm':
      return toRemote(state, 'R5.onlyCrm', false);
    case 'remote':
      return toCrm(state, terms, 'R5.onlyRemote', false);
    case 'both':
      return conflict(state, terms);
    case 'noBase':
      // Never guessed: only a blank takes the other side.
      if (o === null) return toRemote(state, 'R5.blankTakesOther', false);
      if (c === null) return toCrm(state, terms, 'R5.blankTakesOther', false);
      return { kind: 'hold', reason: 'noBase' };
  }
};

/**
 * A held field as a person decided it. Whatever stands on the other side is overruled, and kept in the history. A value
 * that its side cannot take is no choice: held, with the reason.
 */
export const decideField = (
  state: FieldState,
  side: 'crm' | 'remote',
  refusal: MergeTerms['refusal'],
): Merged => {
  if (side === 'crm') return toRemote(state, 'decided.crm', true);
  return toCrm(state, { refusal }, 'decided.remote', true);
};

/**
 * A field that only goes out: the CRM leads (R4). `inPlace` tells whether the card already has it where the mapping
 * wants it. A value that somebody typed on the card instead is overruled, and kept in the history.
 */
export const leadField = (state: FieldState, inPlace: boolean, country: Country): Merged => {
  const c = canonical(state.form, state.crm, country);
  const o = canonical(state.form, state.remote, country);
  if (inPlace) {
    return changeOf(state.base, c, o) === 'neither' ? { kind: 'same' } : { kind: 'agree' };
  }
  const typed = o !== null && o !== state.base?.remote;
  return toRemote(state, 'R4.crmLeads', typed);
};
