/**
 * What the scenarios of this folder share: one office, Petra's mailbox, invented persons, and what the sandbox's audit
 * says that the app did. Each scenario tells a wound that users of other programs met, under its public reference, and that
 * it does not open here. Its first comment says which safeguard was taken away to see it fail, and how it failed.
 */
import type { Person, PersonFields } from '../../../shared/person.ts';
import type { AuditEntry, Outlook, OutlookCard, SandboxOptions } from '../../../sandbox/index.ts';
import type { Crm, PassCounts, Remote } from '../../../worker/pass/ports.ts';
import type { OutlookCard as RemoteCard } from '../../../worker/sync/fields/card.ts';
import { createOffice, type Mailboxed, type Office, type Wrap } from '../../support/office.ts';

export const petra = 'petra@kantoor-voorbeeld.example';
export const karim = 'karim@kantoor-voorbeeld.example';

/** Counts of a pass that had nothing to do. */
export const quiet = { created: 0, linked: 0, toRemote: 0, toCrm: 0, held: 0, removed: 0, repaired: 0 };

export const dewi: Partial<PersonFields> = {
  firstName: 'Dewi',
  surnamePrefix: 'van',
  lastName: 'Oort',
  workEmail: 'dewi@oort.example',
  workPhone: '020-1234567',
  workMobile: '06-12345678',
  jobTitle: 'Notaris',
  birthDate: '1980-02-29',
};

const noor = (index: number): Partial<PersonFields> => ({
  firstName: 'Noor',
  lastName: `Duin${index}`,
  workEmail: `noor${index}@duin.example`,
  jobTitle: 'Adviseur',
});

export interface Scene {
  readonly office: Office;
  readonly who: Mailboxed;
  readonly outlook: Outlook;
  /** A person of Petra's in the CRM: Dewi, unless the fields say otherwise. */
  person(
    fields?: Partial<PersonFields>,
    more?: Omit<Parameters<Office['person']>[0], 'fields'>,
  ): Promise<Person>;
  /** So many persons of Petra's, each with a surname of its own. */
  people(count: number): Promise<Person[]>;
  fieldsOf(person: Pick<Person, 'id'>): Promise<PersonFields>;
  /** The card of this link, wherever it is; throws where there is none. */
  cardOf(person: Pick<Person, 'id'>): Promise<OutlookCard>;
  /** A pass that goes through; its counts. */
  pass(wrap?: Wrap): Promise<PassCounts>;
  /** Everything the app wrote into the mailbox, oldest first. */
  written(): readonly AuditEntry[];
  /** Reasons of what waits for a decision. */
  waits(): Promise<string[]>;
}

/** The same port, one of its methods made of its own. */
const overridden = <Port extends object, Name extends keyof Port>(
  port: Port,
  name: Name,
  make: (own: Port[Name]) => Port[Name],
): Port =>
  new Proxy(port, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as unknown;
      return property === name ? make(method as Port[Name]) : method;
    },
  });

/** A method of Outlook's side that does something else than it should: what no server of the sandbox can do. */
export const remoteWith = <Name extends keyof Remote<RemoteCard>>(
  name: Name,
  make: (own: Remote<RemoteCard>[Name]) => Remote<RemoteCard>[Name],
): Wrap => ({
  remotes: (remotes) => ({ open: async (...args) => overridden(await remotes.open(...args), name, make) }),
});

/** The same of the CRM's side. */
export const crmWith = <Name extends keyof Crm>(name: Name, make: (own: Crm[Name]) => Crm[Name]): Wrap => ({
  crm: (crm) => overridden(crm, name, make),
});

export const openScene = async (options: SandboxOptions = {}): Promise<Scene> => {
  const office = await createOffice(options);
  const who = await office.activate(petra);
  const outlook = (): Outlook => office.sandbox.outlook(petra);
  const person: Scene['person'] = (fields = dewi, more = {}) =>
    office.person({ relationManagerId: who.employeeId, ...more, fields });
  return {
    office,
    who,
    get outlook() {
      return outlook();
    },
    person,
    people: async (count) => {
      const persons: Person[] = [];
      for (let index = 0; index < count; index += 1) persons.push(await person(noor(index)));
      return persons;
    },
    fieldsOf: async ({ id }) => (await office.get(id)).fields,
    cardOf: async ({ id }) => {
      const links = await office.store.links(who.mailboxId);
      const cardId = links.find(({ personId }) => personId === id)?.cardId ?? null;
      const card = cardId === null ? null : outlook().get(cardId);
      if (card === null) throw new Error('no card');
      return card;
    },
    pass: async (wrap) => {
      const report = await office.pass(who, 'syncNow', wrap);
      if (!report.ran) throw new Error(report.because);
      if (report.result.outcome !== 'done')
        throw new Error([JSON.stringify(report.result), ...office.log.slice(-3)].join('\n'));
      return report.counts;
    },
    written: () => outlook().audit.filter(({ by }) => by === 'app'),
    waits: async () => (await office.waiting(who)).map(({ reason }) => reason),
  };
};
