/**
 * Two people at one address: Anna de Wit and Bram Smit of Oort, both reached at info@. What R7 is about, for scenarios: the
 * office around them, what Outlook does to their cards, and an account of whose value is whose.
 */
import type { PersonId } from '../../shared/ids.ts';
import { personFieldIds, type Person, type PersonFields } from '../../shared/person.ts';
import type { CardRef, OutlookCard as UserCard, UserValues } from '../../sandbox/graph/outlook.ts';
import type { PassCounts } from '../../worker/pass/ports.ts';
import { Crash, crashAt } from './crash.ts';
import { createOffice, type Mailboxed, type Office, type Wrap } from './office.ts';

export const petra = 'petra@kantoor-voorbeeld.example';
export const shared = 'info@oort.example';

type Values = Partial<PersonFields>;

export const anna: Values = {
  firstName: 'Anna',
  surnamePrefix: 'de',
  lastName: 'Wit',
  workEmail: shared,
  workPhone: '020-5550101',
  workMobile: '06-11111111',
  jobTitle: 'Notaris',
  birthDate: '1971-01-11',
};
export const bram: Values = {
  firstName: 'Bram',
  lastName: 'Smit',
  workEmail: shared,
  workPhone: '020-5550202',
  workMobile: '06-22222222',
  jobTitle: 'Klerk',
  birthDate: '1982-02-22',
};
/** Nobody in the CRM: known by a card of the user's own only. */
export const cor: Values = {
  firstName: 'Cor',
  lastName: 'Vos',
  workEmail: shared,
  workPhone: '020-5550303',
  workMobile: '06-33333333',
  jobTitle: 'Huismeester',
  birthDate: '1993-03-13',
};

/** The card that a user made of somebody. */
export const asCard = (values: Values): UserValues => ({
  givenName: values.firstName ?? null,
  middleName: values.surnamePrefix ?? null,
  surname: values.lastName ?? null,
  displayName: [values.firstName, values.surnamePrefix, values.lastName].filter(Boolean).join(' '),
  emailAddresses: values.workEmail ? [{ address: values.workEmail }] : [],
  businessPhones: values.workPhone ? [values.workPhone] : [],
  mobilePhone: values.workMobile ?? null,
  jobTitle: values.jobTitle ?? null,
  birthday: values.birthDate ?? null,
});

/** What is nobody else's: one such value in another's record is a stranger's. */
const telling = personFieldIds.filter((field) => field !== 'workEmail' && field !== 'surnamePrefix');

export class InfoDesk {
  private constructor(
    readonly office: Office,
    readonly who: Mailboxed,
  ) {}

  static async open(): Promise<InfoDesk> {
    const office = await createOffice();
    return new InfoDesk(office, await office.activate(petra));
  }

  close(): Promise<void> {
    return this.office.close();
  }

  get outlook() {
    return this.office.sandbox.outlook(petra);
  }

  /** Of Petra in the CRM. */
  person(fields: Values, more: Omit<Parameters<Office['person']>[0], 'fields'> = {}): Promise<Person> {
    return this.office.person({ relationManagerId: this.who.employeeId, ...more, fields });
  }

  /** In the CRM, and not Petra's: no card of hers. */
  stranger(fields: Values, more: Omit<Parameters<Office['person']>[0], 'fields'> = {}): Promise<Person> {
    return this.office.person({ ...more, fields });
  }

  /** The card that the pass made for a person, as it now is. */
  async cardOf({ id }: { id: PersonId }): Promise<UserCard> {
    const card = await this.findCardOf({ id });
    if (card === null) throw new Error('no card');
    return card;
  }

  async findCardOf({ id }: { id: PersonId }): Promise<UserCard | null> {
    const links = await this.office.store.links(this.who.mailboxId);
    const cardId = links.find(({ personId }) => personId === id)?.cardId;
    const card = cardId === null || cardId === undefined ? null : this.outlook.get(cardId);
    return card === null || card.deleted ? null : card;
  }

  /** A pass that goes through; its counts. */
  async pass(wrap?: Wrap): Promise<PassCounts> {
    const report = await this.office.pass(this.who, 'syncNow', wrap);
    if (!report.ran) throw new Error(report.because);
    if (report.result.outcome !== 'done') {
      throw new Error([JSON.stringify(report.result), ...this.office.log.slice(-3)].join('\n'));
    }
    return report.counts;
  }

  /** A pass whose process ends at this call through its ports; what it had committed stays. False: it did not come so far. */
  async crash(call: number, when: 'before' | 'after'): Promise<boolean> {
    const crash = crashAt(call, when);
    await this.office.pass(this.who, 'retry', crash).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    return crash.came;
  }

  /** Time goes by: what happens next is another event. */
  later(days: number): Promise<void> {
    return this.office.sandbox.clock.advance(days * 24 * 3_600_000);
  }

  waiting() {
    return this.office.waiting(this.who);
  }

  /** Reasons and fields of what waits, short enough to compare. */
  async asked(): Promise<Record<string, string[]>> {
    const held = await this.waiting();
    return Object.fromEntries(held.map(({ reason, fields }) => [reason, fields.map(({ field }) => field)]));
  }

  async fieldsOf({ id }: { id: PersonId }): Promise<PersonFields> {
    return (await this.office.get(id)).fields;
  }

  /** Both linked, at rest. */
  async both(): Promise<{ a: Person; b: Person }> {
    const a = await this.person(anna);
    const b = await this.person(bram);
    await this.pass();
    await this.pass();
    return { a, b };
  }

  borrow(
    card: CardRef,
    from: CardRef,
    ...fields: Parameters<InfoDesk['outlook']['borrow']>[2][number][]
  ): void {
    this.outlook.borrow(card, from, fields);
  }

  /** "No strangers": values of one of these parties in the record of another, as `person.field`. */
  async strangers(...parties: readonly (readonly [PersonId | null, Values])[]): Promise<string[]> {
    const found: string[] = [];
    for (const [id, own] of parties) {
      if (id === null) continue;
      const fields = await this.fieldsOf({ id });
      for (const [other, theirs] of parties) {
        if (other === id) continue;
        const values = new Set(telling.map((field) => theirs[field]).filter(Boolean));
        for (const field of personFieldIds) {
          const value = fields[field];
          if (value !== null && values.has(value) && !telling.some((each) => own[each] === value))
            found.push(`${own.lastName}.${field} = ${value}`);
        }
      }
    }
    return found;
  }
}
