/**
 * The office as the demo sees it from outside: two users with their hands in Outlook and their token for the worker,
 * and all persons as the CRM has them, found through the API's search. Knows no rule of the sync but R1 (who is
 * selected), worked out here once more so that it can be compared with what the worker says.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Outlook, OutlookCard, SandboxUser } from '../index.ts';
import type { Stage } from './stage.ts';
import { SEARCH_LIMIT, type PersonView, type WorkerApi } from './worker-api.ts';

export const personsFile = new URL('./persons.csv', import.meta.url);

/** The hidden property by which a card is tied to a person (R10). */
export const CONNECTOR = 'String {7a1e2d4c-5b7f-4c0e-9a52-3f6d8c1b2e90} Name RelatiebrugConnectorId';

export interface Colleague {
  readonly user: SandboxUser;
  readonly firstName: string;
  readonly outlook: Outlook;
  readonly api: WorkerApi;
  /** Immutable ids of the cards that were there before anything was synced. */
  readonly ownCards: ReadonlySet<string>;
}

export const colleague = (stage: Stage, name: string): Colleague => {
  const user = stage.sandbox.users.get(name);
  const outlook = stage.sandbox.outlook(name);
  return {
    user,
    firstName: user.givenName,
    outlook,
    api: stage.client.as(stage.sandbox.signIn.mintToken({ user: name, kind: 'api' })),
    ownCards: new Set(outlook.cards().map(({ id }) => id)),
  };
};

const readRows = (): Record<string, string>[] =>
  parse(readFileSync(personsFile), { columns: true, delimiter: ';', bom: true });

/** Last names in the file: searching for each of them finds everybody. */
export const lastNames = (): Set<string> => new Set(readRows().flatMap((row) => row['Achternaam'] ?? []));

export const describeFile = () => {
  const rows = readRows();
  const ofKind = (kind: string): number => rows.filter((row) => row['Soort'] === kind).length;
  const times = new Map<string, number>();
  const addressOf = (row: Record<string, string>): string => row['E-mail (zakelijk)'] ?? '';
  for (const row of rows) times.set(addressOf(row), (times.get(addressOf(row)) ?? 0) + 1);
  return {
    contactPersons: ofKind('contactpersoon'),
    employees: ofKind('medewerker'),
    privatePersons: ofKind('particulier'),
    /** Persons whose address is another's too. */
    sharing: rows.filter((row) => addressOf(row) !== '' && (times.get(addressOf(row)) ?? 0) > 1).length,
  };
};

const AT_ONCE = 4;

/** Everybody in the CRM, by id, as `who` sees them. */
export const everybody = async (
  who: Colleague,
  names: ReadonlySet<string>,
): Promise<Map<string, PersonView>> => {
  const found = new Map<string, PersonView>();
  const left = [...names];
  const searchOn = async (): Promise<void> => {
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      const persons = await who.api.search(name);
      if (persons.length >= SEARCH_LIMIT) throw new Error('a search found more persons than it may show');
      for (const person of persons) found.set(person.id, person);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, searchOn));
  return found;
};

/** R1, as the rule has it; nobody in the demo chooses groups or leaves persons out. */
export const isSelectedFor = (person: PersonView, employeeId: string): boolean =>
  !person.former &&
  (person.relationManager?.id === employeeId || person.owners.some(({ id }) => id === employeeId));

/** Cards that the sync keeps, outside Deleted Items. */
export const linkedCards = ({ outlook }: Colleague): OutlookCard[] =>
  outlook.withProperty(CONNECTOR).filter(({ deleted }) => !deleted);

/** The one card of a person whose address nobody shares; undefined when there is none (or more than one). */
export const cardOf = (who: Colleague, person: PersonView): OutlookCard | undefined => {
  const address = person.fields['workEmail'] ?? person.fields['privateEmail'] ?? '';
  const found = who.outlook.find(address).filter(({ properties }) => CONNECTOR in properties);
  return found.length === 1 ? found[0] : undefined;
};
