/**
 * The edits of the story: what somebody does by hand on one side, and how one sees on the other side that it has
 * arrived. Nothing here asks for a sync: the worker has to notice by itself.
 */
import { isDeepStrictEqual } from 'node:util';
import { cardOf, CONNECTOR, type Colleague } from './office.ts';
import type { Cast } from './cast.ts';
import type { Texts } from './texts.ts';
import type { OutlookCard } from '../index.ts';
import type { PersonView } from './worker-api.ts';

export interface Edit {
  readonly from: 'crm' | 'outlook';
  readonly told: string;
  /** What stands there once it has arrived, for the reader. */
  readonly result: string;
  act(): Promise<void>;
  hasArrived(): Promise<boolean>;
}

interface Scene {
  readonly petra: Colleague;
  readonly karim: Colleague;
  readonly karimId: string;
  readonly cast: Cast;
  readonly texts: Texts;
  /** Last names that somebody got in the meantime. */
  readonly names: Set<string>;
}

/** The card as it was found before the edits; by its id it is found whatever is written on it. */
const knownCard = (who: Colleague, person: PersonView): OutlookCard => {
  const card = cardOf(who, person);
  if (!card) throw new Error(`no card of the person chosen for an edit in the mailbox of ${who.firstName}`);
  return card;
};

/** What Petra types on her phone, and takes back later. */
export const phonedNumber = '06 0000 0777';
export const ownNote = 'Belt liever na 16 uur';

export const chooseEdits = (scene: Scene): Edit[] => [
  renamed(scene),
  phoned(scene),
  born(scene),
  secondEmail(scene),
  former(scene),
  removed(scene),
  shared(scene),
];

const renamed = ({ petra, cast: { renamed: person }, texts, names }: Scene): Edit => {
  const card = knownCard(petra, person);
  const lastName = `${person.fields['lastName'] ?? ''}-Zonneveld`;
  return {
    from: 'crm',
    told: texts.renamed(person.displayName, lastName),
    result: texts.renamedResult,
    async act() {
      names.add(lastName);
      await petra.api.change(person.id, { fields: { lastName } });
    },
    async hasArrived() {
      const values = petra.outlook.get(card)?.values;
      return values?.surname === lastName && values.fileAs?.startsWith(lastName) === true;
    },
  };
};

const phoned = ({ petra, karim, cast: { phoned: person }, texts }: Scene): Edit => {
  const [card, karims] = [knownCard(petra, person), knownCard(karim, person)];
  const number = phonedNumber;
  return {
    from: 'outlook',
    told: texts.phoned(person.displayName, number),
    result: texts.phonedResult,
    async act() {
      petra.outlook.edit(card, { mobilePhone: number });
    },
    async hasArrived() {
      if (karim.outlook.get(karims)?.values.mobilePhone !== number) return false;
      return (await petra.api.person(person.id)).fields['workMobile'] === number;
    },
  };
};

const born = ({ karim, cast: { born: person }, texts }: Scene): Edit => {
  const card = knownCard(karim, person);
  const day = '1979-04-27';
  return {
    from: 'outlook',
    told: texts.born(person.displayName, day),
    result: texts.bornResult,
    async act() {
      karim.outlook.edit(card, { birthday: day });
    },
    hasArrived: async () => (await karim.api.person(person.id)).fields['birthDate'] === day,
  };
};

const secondEmail = ({ karim, cast: { secondEmail: person }, texts }: Scene): Edit => {
  const card = knownCard(karim, person);
  const first = card.values.emailAddresses?.[0];
  const name = (person.fields['firstName'] ?? 'info')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z]/gu, '');
  const own = `${name}@thuis.example`;
  const work = `${name}@${(person.fields['workEmail'] ?? '').split('@')[1] ?? ''}`;
  return {
    from: 'crm',
    told: texts.secondEmail(person.displayName, own, work),
    result: texts.secondEmailResult,
    async act() {
      karim.outlook.edit(card, {
        emailAddresses: [...(first ? [first] : []), { address: own, name: own }],
        personalNotes: ownNote,
      });
      await karim.api.change(person.id, { fields: { workEmail: work } });
    },
    async hasArrived() {
      const values = karim.outlook.get(card)?.values;
      const addresses = (values?.emailAddresses ?? []).map(({ address }) => address);
      return isDeepStrictEqual(addresses, [work, own]) && values?.personalNotes === ownNote;
    },
  };
};

const former = ({ petra, cast: { former: person }, texts }: Scene): Edit => {
  const card = knownCard(petra, person);
  return {
    from: 'crm',
    told: texts.former(person.displayName),
    result: texts.formerResult,
    async act() {
      await petra.api.change(person.id, { former: true });
    },
    async hasArrived() {
      const { inOutlook } = await petra.api.person(person.id);
      return inOutlook.link === 'paused' && petra.outlook.get(card)?.deleted === false;
    },
  };
};

const removed = ({ karim, cast: { removed: person }, texts }: Scene): Edit => {
  const card = knownCard(karim, person);
  return {
    from: 'outlook',
    told: texts.removed(person.displayName),
    result: texts.removedResult,
    async act() {
      karim.outlook.delete(card);
    },
    // The person is still asked for, and found, in the CRM.
    hasArrived: async () => (await karim.api.person(person.id)).inOutlook.because === 'removedByUser',
  };
};

const shared = ({ petra, karim, karimId, cast: { shared: person }, texts }: Scene): Edit => ({
  from: 'crm',
  told: texts.shared(person.displayName),
  result: texts.sharedResult,
  async act() {
    const ownerIds = [...person.owners.map(({ id }) => id), karimId];
    await petra.api.change(person.id, { ownerIds });
  },
  hasArrived: async () => cardOf(karim, person)?.properties[CONNECTOR] !== undefined,
});

/** Two people change one number at the same time: made certain by pausing Petra's link while they do. */
export const conflict = ({ petra, cast: { conflict: person }, texts }: Scene) => {
  const card = knownCard(petra, person);
  const [inOutlook, inCrm] = ['020 000 01 61', '020 000 01 62'];
  return {
    told: texts.conflict(person.displayName, inOutlook, inCrm),
    result: (overruled: string): string => texts.conflictResult(inCrm, overruled),
    async act(): Promise<void> {
      await petra.api.pause();
      petra.outlook.edit(card, { businessPhones: [inOutlook] });
      await petra.api.change(person.id, { fields: { workPhone: inCrm } });
      await petra.api.resume();
    },
    /** The value that lost, as the history keeps it; null as long as it has not been decided. */
    async overruled(): Promise<string | null> {
      if (petra.outlook.get(card)?.values.businessPhones?.[0] !== inCrm) return null;
      const entry = (await petra.api.history(person.id)).find(({ overruled }) => overruled !== null);
      return entry?.overruled?.value === inOutlook ? inOutlook : null;
    },
  };
};
