/**
 * The figures at the end, all measured: on the cards and the audit of the sandbox, which sees every write whoever
 * makes it, and on what the worker's API tells. Where both know a number, they are compared.
 */
import type { AuditEntry, Sandbox } from '../index.ts';
import { CONNECTOR, everybody, isSelectedFor, linkedCards, type Colleague } from './office.ts';
import type { PassCount } from './worker-api.ts';

export interface Figures {
  /** In the CRM. */
  persons: number;
  /** Pairs of user and person that R1 selects, at the end. */
  selected: number;
  /** Cards with a connector ID in the users' contacts, at the end. */
  cards: number;
  created: number;
  /** Writes to cards that existed. */
  toOutlook: number;
  /** Writes to persons. */
  toCrm: number;
  /** Fields that both sides had changed. */
  conflicts: number;
  /** Mix-ups that were held and asked about. */
  held: number;
  /** Fields in which another's value reached the CRM. */
  strangers: number;
  /** Cards that a user removed. */
  removed: number;
  /** Deletions by the worker, in all mailboxes of the tenant. */
  deletedByUs: number;
  /** Cards of the worker beyond one per user and person. */
  doubles: number;
  lastPassWrites: number;
  /** To Graph, each one inside a batch counted singly. */
  requests: number;
  elapsedMs: number;
}

export const writesByApp = (audit: readonly AuditEntry[]): AuditEntry[] =>
  audit.filter(({ by }) => by === 'app');

const DELETIONS: readonly string[] = ['deleted', 'deletedForGood', 'folderDeleted', 'moved', 'merged'];

/** In every mailbox of the sandbox, also of those who never activated anything. A move could be one to Deleted Items. */
export const deletionsByApp = (sandbox: Sandbox): number =>
  sandbox.users
    .all()
    .flatMap(({ id }) => writesByApp(sandbox.outlook(id).audit))
    .filter(({ action }) => DELETIONS.includes(action)).length;

/** Beyond one per connector ID, and beyond one per linked person. */
export const doublesOf = async (who: Colleague): Promise<number> => {
  const cards = linkedCards(who);
  const connectorIds = new Set(cards.map(({ properties }) => properties[CONNECTOR]));
  const { active, creating, paused } = (await who.api.mailbox()).counts;
  const made = writesByApp(who.outlook.audit).filter(({ action }) => action === 'created');
  const still = made.filter(({ cardId }) => who.outlook.get(cardId)?.deleted === false).length;
  return cards.length - connectorIds.size + Math.max(0, still - (active + creating + paused));
};

export const passTotals = async (
  colleagues: readonly Colleague[],
): Promise<Readonly<Record<PassCount, number>>> => {
  const totals = { created: 0, toRemote: 0, toCrm: 0, conflicts: 0, removed: 0, repaired: 0, requests: 0 };
  for (const { api } of colleagues) {
    for (const { counts } of await api.passes()) {
      if (counts === null) continue;
      for (const name of Object.keys(totals) as PassCount[]) totals[name] += counts[name];
    }
  }
  return totals;
};

export interface Selected {
  readonly byRule: number;
  /** As the worker tells each of its users; cards that the user removed count as selected by R1. */
  readonly byWorker: number;
}

export const countSelected = async (
  colleagues: readonly (Colleague & { readonly employeeId: string })[],
  names: ReadonlySet<string>,
): Promise<Selected & { persons: number }> => {
  let [byRule, byWorker, persons] = [0, 0, 0];
  for (const who of colleagues) {
    const all = [...(await everybody(who, names)).values()];
    persons = Math.max(persons, all.length);
    byRule += all.filter((person) => isSelectedFor(person, who.employeeId)).length;
    byWorker += all.filter(
      ({ inOutlook }) => inOutlook.selected || inOutlook.because === 'removedByUser',
    ).length;
  }
  return { byRule, byWorker, persons };
};

/** The state that a pass with nothing to do leaves as it is: writes so far in Outlook, versions in the CRM. */
export interface Snapshot {
  readonly appWrites: number;
  readonly versions: ReadonlyMap<string, string>;
}

export const snapshot = async (
  sandbox: Sandbox,
  who: Colleague,
  names: ReadonlySet<string>,
): Promise<Snapshot> => ({
  appWrites: sandbox.users
    .all()
    .reduce((sum, { id }) => sum + writesByApp(sandbox.outlook(id).audit).length, 0),
  versions: new Map([...(await everybody(who, names))].map(([id, { version }]) => [id, version])),
});

export const writesBetween = (before: Snapshot, after: Snapshot): number => {
  let changed = 0;
  for (const [id, version] of after.versions) if (before.versions.get(id) !== version) changed += 1;
  for (const id of before.versions.keys()) if (!after.versions.has(id)) changed += 1;
  return after.appWrites - before.appWrites + changed;
};

/** What R4 lets the worker write; everything else on a card is the user's. */
const MAPPED: ReadonlySet<string> = new Set([
  'initials',
  'givenName',
  'middleName',
  'surname',
  'displayName',
  'fileAs',
  'birthday',
  'companyName',
  'jobTitle',
  'emailAddresses',
  'businessPhones',
  'homePhones',
  'mobilePhone',
  'singleValueExtendedProperties',
]);

/** Writes of the worker to what is not its own: unmapped fields, and cards that the user had before. */
export const foreignWrites = ({ outlook, ownCards }: Colleague): number =>
  writesByApp(outlook.audit).filter(
    ({ cardId, properties }) => ownCards.has(cardId) || properties.some((name) => !MAPPED.has(name)),
  ).length;

/** Cards that the user had before, still in place and never written by the worker. */
export const untouchedCards = ({ outlook, ownCards }: Colleague): number => {
  const written = new Set(writesByApp(outlook.audit).map(({ cardId }) => cardId));
  return [...ownCards].filter((id) => outlook.get(id)?.deleted === false && !written.has(id)).length;
};
