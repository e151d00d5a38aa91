/**
 * Contaminations that write into a living card: the dialog of classic Outlook ("update information of selected
 * contact"), clients that join two cards and fill blanks, a phone that stores a number under the wrong heading. Each
 * kind says how it comes about; none expects anything of the person in the CRM but to stay as it was.
 */
import type { CardValues } from '../../sandbox/graph/fields.ts';
import type { CardField, Case, Fields, Policy } from './case.ts';
import type { Dutch } from './dutch.ts';
import { isBlank, nameFields } from './face.ts';
import { Scene, type Person } from './scene.ts';

export interface Kind {
  readonly name: string;
  readonly label: Case['label'];
  readonly count: number;
  readonly make: (scene: Scene, index: number) => void;
  readonly policy?: (index: number) => Policy;
}

export const build = ({ name, label, make, policy }: Kind, dutch: Dutch, index: number): Case => {
  const scene = new Scene(name, label, dutch, policy?.(index));
  make(scene, index);
  return scene.builder.build();
};

type Donor = 'colleague' | 'ownCard' | 'newCard';
const donors: readonly Donor[] = ['colleague', 'ownCard', 'newCard'];

/** Two people at one address; the donor is linked, the user's own card from before, or one the user adds just now. */
export const pair = (
  scene: Scene,
  donor: Donor,
  over: Fields = {},
  victimOver: Fields = {},
): [Person, Person] => {
  const victim = scene.colleague('shared', victimOver);
  switch (donor) {
    case 'colleague':
      return [victim, scene.colleague('shared', over)];
    case 'ownCard':
      return [victim, scene.ownCard(0, over)];
    case 'newCard':
      return [victim, scene.ownCard(1, over)];
  }
};

export const borrow = (
  scene: Scene,
  phase: number,
  victim: Person,
  from: Person,
  fields: readonly CardField[],
): void => scene.builder.act(phase, { do: 'borrow', who: victim.who, from: from.who, fields });

/** Some fields of the donor, at least one of which tells whose it is. */
export const someFields = (scene: Scene, victim: Person, donor: Person, most = 9): CardField[] => {
  const [first, ...telling] = scene.random.shuffle(scene.telling(victim, donor));
  const others = scene.random.shuffle([
    ...telling,
    ...scene.strange(victim, donor).filter((name) => name !== first && !telling.includes(name)),
  ]);
  return [first!, ...others.slice(0, scene.random.below(most))];
};

const blanksOf = (scene: Scene, victim: Person, donor: Person): CardField[] =>
  scene.strange(victim, donor).filter((name) => isBlank(victim.card[name]));

const phaseFor = (donor: Donor, scene: Scene): number =>
  donor === 'newCard' ? 1 + scene.random.below(2) : 1 + scene.random.below(3);

const contamination = (name: string, count: number, make: Kind['make'], policy?: Kind['policy']): Kind => ({
  name,
  label: 'contamination',
  count,
  make,
  policy,
});

/** A victim with gaps, a donor with everything: what filling blanks needs. */
const gaps: Fields = { workMobile: null, jobTitle: null, birthDate: null, initials: null };

const lone = (name: string, field: CardField, over: (scene: Scene) => Fields, count = 8): Kind =>
  contamination(name, count, (scene, index) => {
    const from = donors[index % 3]!;
    const hasIt = scene.random.chance(0.5);
    const blank: Fields =
      field === 'mobilePhone'
        ? { workMobile: null }
        : field === 'jobTitle'
          ? { jobTitle: null }
          : { workPhone: null };
    const [victim, donor] = pair(scene, from, over(scene), hasIt ? {} : blank);
    borrow(scene, from === 'newCard' ? 1 + (index % 2) : phaseFor(from, scene), victim, donor, [field]);
  });

/** The donor's card has an address of its own first and the shared one behind it. */
const withOwnAddress = (scene: Scene, from: Donor): [Person, Person] => {
  const victim = scene.colleague('shared');
  const { shared } = scene.company;
  if (from === 'colleague') {
    const donor = scene.colleague('own', { privateEmail: null });
    const own = donor.fields.workEmail!;
    // The user has put the office's address behind it.
    const list = [own, shared].map((address) => ({ address, name: donor.fields.lastName! }));
    scene.builder.act(1, { do: 'values', who: donor.who, values: { emailAddresses: list } });
    return [victim, donor];
  }
  const name = scene.dutch.name();
  const own = scene.dutch.email(name, scene.company.domain);
  const fields = { ...scene.workFields(name, own), privateEmail: shared };
  const donor = scene.ownCard(from === 'ownCard' ? 0 : 1, fields);
  return [victim, donor];
};

export const mixKinds: readonly Kind[] = [
  contamination('dialog: all fields of a colleague', 10, (scene) => {
    const [victim, donor] = pair(scene, 'colleague');
    borrow(scene, phaseFor('colleague', scene), victim, donor, scene.strange(victim, donor));
  }),
  contamination("dialog: all fields of the user's own card", 12, (scene, index) => {
    const from = index % 2 === 0 ? 'ownCard' : 'newCard';
    const [victim, donor] = pair(scene, from);
    borrow(scene, phaseFor(from, scene), victim, donor, scene.strange(victim, donor));
  }),
  contamination('blanks filled from a colleague', 8, (scene) => {
    const [victim, donor] = pair(scene, 'colleague', { workMobile: scene.dutch.mobile() }, gaps);
    borrow(scene, phaseFor('colleague', scene), victim, donor, blanksOf(scene, victim, donor));
  }),
  contamination("blanks filled from the user's own card", 10, (scene, index) => {
    const from = index % 2 === 0 ? 'ownCard' : 'newCard';
    const [victim, donor] = pair(scene, from, { workMobile: scene.dutch.mobile() }, gaps);
    borrow(scene, phaseFor(from, scene), victim, donor, blanksOf(scene, victim, donor));
  }),
  lone('one field: a direct number', 'businessPhones', ({ dutch }) => ({ workPhone: dutch.phone() }), 12),
  lone('one field: a mobile number', 'mobilePhone', ({ dutch }) => ({ workMobile: dutch.mobile() }), 9),
  lone('one field: a birthday', 'birthday', ({ dutch }) => ({ birthDate: dutch.birthDate() }), 6),
  lone('one field: a job title only the other has', 'jobTitle', ({ dutch }) => ({
    jobTitle: dutch.rareTitle(),
  })),
  contamination('one field: the other’s own e-mail address', 9, (scene, index) => {
    const [victim, donor] = withOwnAddress(scene, donors[index % 3]!);
    borrow(scene, 2, victim, donor, ['emailAddresses']);
  }),
  contamination('some of the fields', 18, (scene, index) => {
    const from = donors[index % 3]!;
    const [victim, donor] = pair(scene, from);
    borrow(scene, phaseFor(from, scene), victim, donor, someFields(scene, victim, donor));
  }),
  contamination('some of the fields, the shared address stands second', 8, (scene, index) => {
    const [victim, donor] = withOwnAddress(scene, donors[index % 3]!);
    borrow(scene, 2 + (index % 2), victim, donor, someFields(scene, victim, donor, 4));
  }),
  contamination('the name alone becomes the other’s', 9, (scene, index) => {
    const from = donors[index % 3]!;
    const [victim, donor] = pair(scene, from);
    const names = scene.strange(victim, donor).filter((name) => nameFields.includes(name));
    const blanked = ['middleName', 'initials'].filter((name) => isBlank(donor.card[name as CardField]));
    borrow(scene, phaseFor(from, scene), victim, donor, [...names, ...(blanked as CardField[])]);
  }),
  contamination('two cards swap all they have', 8, (scene) => {
    const [victim, donor] = pair(scene, 'colleague');
    const fields = [...new Set([...scene.strange(victim, donor), ...scene.strange(donor, victim)])];
    scene.builder.act(1 + scene.random.below(3), { do: 'swap', who: victim.who, from: donor.who, fields });
  }),
  contamination('two cards swap a number', 6, (scene, index) => {
    const { dutch } = scene;
    const numbers = () => ({ workPhone: dutch.phone(), workMobile: dutch.mobile() });
    const [victim, donor] = pair(scene, 'colleague', numbers(), numbers());
    const field = index % 2 === 0 ? 'businessPhones' : 'mobilePhone';
    scene.builder.act(1 + scene.random.below(3), {
      do: 'swap',
      who: victim.who,
      from: donor.who,
      fields: [field],
    });
  }),
  contamination('a number lands under another heading', 9, (scene, index) => {
    const { dutch } = scene;
    const from = donors[index % 3]!;
    const mobile = dutch.mobile();
    const direct = dutch.phone();
    const [victim] = pair(scene, from, { workMobile: mobile, workPhone: direct });
    const moved: CardValues = index % 2 === 0 ? { businessPhones: [mobile] } : { mobilePhone: direct };
    scene.builder.act(phaseFor(from, scene), { do: 'values', who: victim.who, values: moved });
  }),
  contamination('the same number in another writing', 9, (scene, index) => {
    const { dutch } = scene;
    const from = donors[index % 3]!;
    const mobile = dutch.mobile();
    const direct = dutch.phone();
    const [victim] = pair(scene, from, { workMobile: mobile, workPhone: direct });
    const values: CardValues =
      index % 2 === 0
        ? { mobilePhone: dutch.rewritten(mobile) }
        : { businessPhones: [dutch.rewritten(direct)], mobilePhone: dutch.rewritten(mobile) };
    scene.builder.act(phaseFor(from, scene), { do: 'values', who: victim.who, values });
  }),
  contamination('names with accents, written as another client does', 6, (scene, index) => {
    const from = donors[index % 3]!;
    const [firstName, lastName] = scene.random.pick<readonly [string, string]>([
      ['Zoë', 'Noël'],
      ['Renée', 'Coté'],
      ['Ümit', 'Öztürk'],
      ['Saïd', 'Citroën'],
    ]);
    const [victim, donor] = pair(scene, from, { firstName, lastName, surnamePrefix: null });
    const decomposed: CardValues = {
      givenName: firstName.normalize('NFD'),
      surname: `${lastName.normalize('NFD')} `,
      middleName: null,
      ...(index % 2 === 0 && !isBlank(donor.card.jobTitle) ? { jobTitle: donor.card.jobTitle } : {}),
    };
    scene.builder.act(phaseFor(from, scene), { do: 'values', who: victim.who, values: decomposed });
  }),
  contamination('a prefix that is written like the person’s own initials', 6, (scene, index) => {
    const [initials, surnamePrefix] = index % 2 === 0 ? ['T.', "'t"] : ['D.E.', 'de'];
    const own = { initials, surnamePrefix: null, workMobile: null };
    const lent = { surnamePrefix, workMobile: scene.dutch.mobile() };
    const [victim, donor] = pair(scene, donors[index % 3]!, lent, own);
    borrow(scene, 1 + (index % 3), victim, donor, ['middleName', 'mobilePhone']);
  }),
];
