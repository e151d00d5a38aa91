/** Held changes as the API and the command line show them: names beside ids, sentences beside codes. */
import type { HeldView, PairView } from '../../../shared/api/held.ts';
import type { EmployeeId } from '../../../shared/ids.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import type { Language } from '../../../shared/texts/language.ts';
import type { Crm } from '../../pass/ports.ts';
import type { HeldRecord } from '../../store/held-changes.ts';
import type { PairRecord, RulingRecord } from '../../store/rulings.ts';
import type { Person } from '../../../shared/person.ts';
import { namesOf } from '../persons/present.ts';
import { canRemember, offerOf, sidesOf } from './choices.ts';
import {
  choiceLabel,
  deciderName,
  donorName,
  effectSentence,
  pairSentence,
  problemSentence,
  reasonSentence,
  sourceName,
  standingSentence,
  type Names,
} from './words.ts';

type Deps = Pick<Crm, 'persons' | 'employees' | 'takes'>;
type Parties = Pick<HeldRecord, 'personId' | 'donorPersonId' | 'cardId'>;

const partiesOf = ({ personId, donorPersonId }: Parties) =>
  donorPersonId === null ? [personId] : [personId, donorPersonId];

const load = async (crm: Deps, all: readonly Parties[], language: Language) => {
  const [persons, employees] = await Promise.all([
    crm.persons([...new Set(all.flatMap(partiesOf))]),
    crm.employees(),
  ]);
  const names: Names = {
    person: namesOf(persons),
    employees: new Map(employees.map((employee) => [employee.id, employee])),
    language,
  };
  return { persons, names };
};

const employeeRef = (
  id: EmployeeId | null,
  { employees }: Names,
): { id: string; displayName: string } | null => {
  const employee = id === null ? undefined : employees.get(id);
  return employee === undefined ? null : { id: employee.id, displayName: employee.displayName };
};

const presentDonor = (parties: Parties, names: Names): HeldView['donor'] => {
  const name = donorName(parties, names);
  if (name === null) return null;
  const { donorPersonId } = parties;
  return { kind: donorPersonId === null ? 'card' : 'person', personId: donorPersonId, name };
};

const presentRuling = (ruling: RulingRecord | null, names: Names): HeldView['decision'] =>
  ruling === null
    ? null
    : {
        id: ruling.id,
        choice: ruling.choice,
        fields: ruling.fields,
        rememberPair: ruling.forPair && ruling.revokedAt === null,
        by: employeeRef(ruling.decidedBy, names),
        byName: deciderName(ruling.decidedBy, names),
        at: ruling.decidedAt,
        outcome: ruling.outcome,
        settledAt: ruling.settledAt,
      };

const presentFields = (crm: Deps, held: HeldRecord, person: Person | null, language: Language) =>
  held.fields.map(({ field, base, crm: inCrm, remote }) => ({
    field,
    label: fieldTexts[language][field],
    base: base === null ? null : { crm: base.crm, remote: base.remote },
    crm: inCrm,
    remote,
    sides: held.state === 'open' ? sidesOf(crm, held, person, field) : [],
  }));

const presentOffer = (crm: Deps, held: HeldRecord, person: Person | null, names: Names) => {
  if (held.state !== 'open') return { choices: [], refused: [], canRemember: false };
  const { possible, refused } = offerOf(crm, held, person);
  return {
    choices: possible.map((choice) => ({
      choice,
      label: choiceLabel(choice, held.source, names.language),
      effect: effectSentence(held, choice, names),
    })),
    refused: refused.map(({ choice, refusal: { problem, field } }) => ({
      choice,
      problem,
      message: problemSentence(problem, field, held.source, names.language),
    })),
    canRemember: canRemember(held),
  };
};

const present = (crm: Deps, held: HeldRecord, person: Person | null, names: Names): HeldView => ({
  id: held.id,
  mailboxId: held.mailboxId,
  openedAt: held.openedAt,
  personId: held.personId,
  personName: names.person(held.personId),
  linkId: held.linkId,
  source: held.source,
  sourceName: sourceName(held.source),
  reason: held.reason,
  sentence: reasonSentence(held, names),
  donor: presentDonor(held, names),
  fields: presentFields(crm, held, person, names.language),
  ...presentOffer(crm, held, person, names),
  state: held.state,
  closedAt: held.closedAt,
  decision: presentRuling(held.ruling, names),
  standing: standingSentence(held, names),
});

export const presentHeld = async (
  crm: Deps,
  all: readonly HeldRecord[],
  language: Language,
): Promise<HeldView[]> => {
  const { persons, names } = await load(crm, all, language);
  return all.map((held) => present(crm, held, persons.get(held.personId) ?? null, names));
};

export const presentOne = async (crm: Deps, held: HeldRecord, language: Language): Promise<HeldView> =>
  (await presentHeld(crm, [held], language))[0]!;

export const presentPairs = async (
  crm: Deps,
  pairs: readonly PairRecord[],
  language: Language,
): Promise<PairView[]> => {
  const { names } = await load(crm, pairs, language);
  return pairs.map((pair) => ({
    id: pair.id,
    heldId: pair.heldId,
    personId: pair.personId,
    personName: names.person(pair.personId),
    donor: presentDonor(pair, names)!,
    choice: pair.choice,
    by: employeeRef(pair.decidedBy, names),
    byName: deciderName(pair.decidedBy, names),
    at: pair.decidedAt,
    sentence: pairSentence(pair, names),
  }));
};
