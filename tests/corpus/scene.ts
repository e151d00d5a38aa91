/**
 * Sets the stage of a case: colleagues behind one switchboard, a family at one address, cards of the user's own. What
 * people at one office or in one family share is everybody's own; all else belongs to one of them.
 */
import type { CardValues } from '../../sandbox/graph/fields.ts';
import type { Random } from '../../sandbox/random.ts';
import type { PersonKind } from '../../shared/person.ts';
import {
  CaseBuilder,
  policies,
  type Case,
  type CardField,
  type Fields,
  type Party,
  type Policy,
  type Who,
} from './case.ts';
import type { Company, Dutch, Family, Name } from './dutch.ts';
import { faceOf, isBlank } from './face.ts';

export interface Person {
  readonly who: Who;
  readonly kind: PersonKind;
  /** What is known of this human; for a card of the user's own, what the card says. */
  readonly fields: Fields;
  readonly name: Name;
  readonly card: CardValues;
}

const letters = [...'ABCDEFGH'];

export class Scene {
  readonly builder: CaseBuilder;
  readonly dutch: Dutch;
  readonly random: Random;
  readonly company: Company;
  readonly family: Family;
  #people = 0;

  constructor(kind: string, label: Case['label'], dutch: Dutch, policy?: Policy) {
    this.dutch = dutch;
    this.random = dutch.random;
    // Most users never touch the setting.
    this.builder = new CaseBuilder(kind, label, policy ?? this.random.pick(['crm', 'crm', ...policies]));
    this.company = dutch.company();
    this.family = dutch.family();
  }

  nextWho = (): Who => letters[this.#people++]!;

  /** Work fields of somebody at this office, filled as far as offices fill them. */
  workFields(name: Name, email: string | null, over: Fields = {}): Fields {
    const { random, dutch, company } = this;
    const { initials, ...rest } = name;
    return {
      ...rest,
      initials: random.chance(0.6) ? initials : null,
      birthDate: random.chance(0.3) ? dutch.birthDate() : null,
      workEmail: email,
      workPhone: random.chance(0.8) ? (random.chance(0.4) ? company.switchboard : dutch.phone()) : null,
      workMobile: random.chance(0.55) ? dutch.mobile() : null,
      jobTitle: random.chance(0.6) ? (random.chance(0.6) ? dutch.commonTitle() : dutch.rareTitle()) : null,
      privateEmail: random.chance(0.1) ? dutch.email(name) : null,
      privatePhone: random.chance(0.12) ? dutch.phone() : null,
      ...over,
    };
  }

  /** A person of the CRM at the office. `email`: the shared address, an own one, or none. */
  colleague(
    email: 'shared' | 'own' | null = 'shared',
    over: Fields = {},
    party: Partial<Party> = {},
  ): Person {
    const name = { ...this.dutch.name(), ...(over as Partial<Name>) };
    const address =
      email === 'shared'
        ? this.company.shared
        : email === 'own'
          ? this.dutch.email(name, this.company.domain)
          : null;
    const kind = party.kind ?? (this.random.chance(0.1) ? 'employee' : 'contactPerson');
    return this.enter(kind, name, this.workFields(name, address, over), {
      organisation: this.company.name,
      ...party,
    });
  }

  /** Somebody of the family, a private person; the surname is the family's. */
  relative(over: Fields = {}): Person {
    const { random, dutch, family } = this;
    const name = { ...dutch.name(), surnamePrefix: family.prefix, lastName: family.lastName };
    const fields: Fields = {
      ...name,
      initials: random.chance(0.7) ? name.initials : null,
      birthDate: random.chance(0.6) ? dutch.birthDate() : null,
      privateEmail: family.shared,
      privatePhone: random.chance(0.5) ? family.homePhone : null,
      privateMobile: random.chance(0.8) ? dutch.mobile() : null,
      ...over,
    };
    return this.enter('privatePerson', name, fields, { organisation: null });
  }

  enter(kind: PersonKind, name: Name, fields: Fields, party: Partial<Party>): Person {
    const who = this.nextWho();
    this.builder.person({ who, kind, fields, organisation: null, ...party });
    // The office's number and address are those of everybody there; so are a family's at home.
    if (kind === 'privatePerson') {
      this.builder.owns(who, { privatePhone: this.family.homePhone, privateEmail: this.family.shared });
    } else {
      this.builder.owns(who, { workPhone: this.company.switchboard, workEmail: this.company.shared });
    }
    return { who, kind, fields, name, card: faceOf(kind, fields) };
  }

  /** A card of the user's own with the shared address; `phase` 0: it was there before the first pass. */
  ownCard(phase: number, over: Fields = {}, kind: PersonKind = 'contactPerson'): Person {
    const name = { ...this.#otherName(kind), ...(over as Partial<Name>) };
    const address = kind === 'privatePerson' ? this.family.shared : this.company.shared;
    const fields =
      kind === 'privatePerson'
        ? { ...name, privateEmail: address, privateMobile: this.dutch.mobile(), ...over }
        : this.workFields(name, address, over);
    const who = this.nextWho();
    const card = faceOf(kind, fields);
    const values = { ...card, ...(kind === 'privatePerson' ? {} : { companyName: this.company.name }) };
    if (phase === 0) this.builder.cards.push({ who, values });
    else this.builder.act(phase, { do: 'add', who, values });
    return { who, kind, fields, name, card };
  }

  /** Nobody's here with other letters: such a card would be taken for that person's own before a create (R7). */
  #otherName(kind: PersonKind): Name {
    for (;;) {
      const name = this.dutch.name();
      const { prefix, lastName } = this.family;
      const full = kind === 'privatePerson' ? { ...name, surnamePrefix: prefix, lastName } : name;
      const first = name.firstName.slice(0, 1);
      const alike = this.builder.persons.some(
        ({ fields }) =>
          fields.lastName === full.lastName && (fields.firstName ?? fields.initials ?? '').startsWith(first),
      );
      if (!alike) return full;
    }
  }

  /** Fields in which `donor` has something that `victim` does not have. */
  strange(victim: Person, donor: Person): CardField[] {
    const text = (value: unknown): string => JSON.stringify(value).toLowerCase();
    return (Object.keys(donor.card) as CardField[]).filter(
      (name) => !isBlank(donor.card[name]) && text(donor.card[name]) !== text(victim.card[name] ?? null),
    );
  }

  /**
   * Fields whose value tells on its own whose it is: nobody but the donor has it. A prefix, initials, a common title or
   * the office's own number say nothing on their own.
   */
  telling(victim: Person, donor: Person): CardField[] {
    return this.strange(victim, donor).filter((name) => {
      const { jobTitle, workPhone, privatePhone, workEmail, privateEmail } = donor.fields;
      switch (name) {
        case 'givenName':
        case 'birthday':
        case 'mobilePhone':
          return true;
        case 'surname':
          return donor.fields.lastName !== victim.fields.lastName;
        case 'jobTitle':
          return /\s/u.test(jobTitle ?? '');
        case 'businessPhones':
          return workPhone !== this.company.switchboard;
        case 'homePhones':
          // Of a contact person the number at home never comes back to the CRM (R4).
          return victim.kind === 'privatePerson' && privatePhone !== this.family.homePhone;
        case 'emailAddresses': {
          const first = donor.kind === 'privatePerson' ? privateEmail : workEmail;
          return first !== this.company.shared && first !== this.family.shared;
        }
        default:
          return false;
      }
    });
  }
}
