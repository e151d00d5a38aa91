/**
 * Contaminations that lie in time or among other things: a donor that was removed or has changed, a mix in two passes,
 * an honest edit or a change in the CRM in the same pass, three people, a family, copies, a lost property.
 */
import type { CardField, Fields, Policy } from './case.ts';
import { policies } from './case.ts';
import { isBlank, nameFields } from './face.ts';
import { borrow, pair, someFields, type Kind } from './mixes.ts';
import type { Person, Scene } from './scene.ts';

const contamination = (name: string, count: number, make: Kind['make'], policy?: Kind['policy']): Kind => ({
  name,
  label: 'contamination',
  count,
  make,
  policy,
});

/** A number that is on the victim's card from now on and is the donor's. */
const put = (
  scene: Scene,
  phase: number,
  victim: Person,
  field: 'businessPhones' | 'mobilePhone',
  number: string,
) =>
  scene.builder.act(phase, {
    do: 'values',
    who: victim.who,
    values: field === 'mobilePhone' ? { mobilePhone: number } : { businessPhones: [number] },
  });

/** What the user types meanwhile, in fields that the mix leaves alone. */
const ownEdit = (scene: Scene, phase: number, victim: Person, mixed: readonly CardField[]): void => {
  const { dutch } = scene;
  const edits: Fields[] = [];
  if (!mixed.includes('businessPhones')) edits.push({ workPhone: dutch.phone() });
  if (!mixed.includes('mobilePhone')) edits.push({ workMobile: dutch.mobile() });
  if (!mixed.includes('jobTitle')) edits.push({ jobTitle: dutch.rareTitle() });
  if (!mixed.includes('birthday')) edits.push({ birthDate: dutch.birthDate() });
  scene.builder.types(phase, victim.who, scene.random.pick(edits));
};

/** Some fields without the name: a card that took another's name waits as a whole, honest edits too (R7). */
const withoutName = (scene: Scene, victim: Person, donor: Person, most: number): CardField[] => {
  const isName = (name: CardField): boolean => nameFields.includes(name);
  const [telling] = scene.random.shuffle(scene.telling(victim, donor).filter((name) => !isName(name)));
  const others = someFields(scene, victim, donor, most).filter((name) => !isName(name) && name !== telling);
  return [telling!, ...others];
};

const victimWithCrmEdit = (fields: readonly CardField[], scene: Scene): Fields => {
  const { dutch } = scene;
  if (fields.includes('mobilePhone')) return { workMobile: dutch.mobile() };
  if (fields.includes('businessPhones')) return { workPhone: dutch.phone() };
  return { jobTitle: dutch.rareTitle() };
};

const everyPolicy = (index: number): Policy => policies[index % policies.length]!;

const twoNumbers = ({ dutch }: Scene): Fields => ({ workPhone: dutch.phone(), workMobile: dutch.mobile() });

export const timedKinds: readonly Kind[] = [
  contamination('the donor’s card was removed days ago', 12, (scene, index) => {
    const [victim, donor] = pair(scene, index % 2 === 0 ? 'ownCard' : 'colleague', twoNumbers(scene));
    const { builder } = scene;
    builder.act(1, { do: index % 3 === 0 ? 'deleteForGood' : 'delete', who: donor.who });
    if (index % 2 === 1) builder.removed.push(donor.who);
    const fields =
      index % 4 < 2 ? someFields(scene, victim, donor, 4) : [scene.random.pick(scene.telling(victim, donor))];
    const values = Object.fromEntries(fields.map((name) => [name, donor.card[name]]));
    builder.act(2 + (index % 2), { do: 'values', who: victim.who, values });
  }),
  contamination('a value the donor had before it changed', 8, (scene, index) => {
    const field = index % 2 === 0 ? 'businessPhones' : 'mobilePhone';
    const [victim, donor] = pair(scene, index % 4 < 2 ? 'colleague' : 'ownCard', twoNumbers(scene));
    const old = field === 'mobilePhone' ? donor.fields.workMobile! : donor.fields.workPhone!;
    const next: Fields =
      field === 'mobilePhone' ? { workMobile: scene.dutch.mobile() } : { workPhone: scene.dutch.phone() };
    if (index % 4 < 2) scene.builder.types(1, donor.who, next);
    else scene.builder.act(1, { do: 'type', who: donor.who, fields: next });
    put(scene, 1 + scene.random.below(3), victim, field, old);
  }),
  contamination('a value the donor got just before, an earlier pass', 6, (scene, index) => {
    const field = index % 2 === 0 ? 'businessPhones' : 'mobilePhone';
    const [victim, donor] = pair(scene, 'colleague', twoNumbers(scene));
    const next = field === 'mobilePhone' ? scene.dutch.mobile() : scene.dutch.phone();
    scene.builder.types(1, donor.who, field === 'mobilePhone' ? { workMobile: next } : { workPhone: next });
    put(scene, 2, victim, field, next);
  }),
  contamination('a value the donor got just before, the same pass', 8, (scene, index) => {
    const field = index % 2 === 0 ? 'businessPhones' : 'mobilePhone';
    const [victim, donor] = pair(scene, 'colleague', twoNumbers(scene));
    const next = field === 'mobilePhone' ? scene.dutch.mobile() : scene.dutch.phone();
    const got: Fields = field === 'mobilePhone' ? { workMobile: next } : { workPhone: next };
    // New on both at once: nothing tells whose it is. It may be asked of the donor too, but must not reach the victim.
    scene.builder.act(1, { do: 'type', who: donor.who, fields: got });
    scene.builder.owns(donor.who, got);
    put(scene, 1, victim, field, next);
  }),
  contamination('together with an honest edit of the same card', 14, (scene, index) => {
    const [victim, donor] = pair(scene, index % 3 === 0 ? 'ownCard' : 'colleague', twoNumbers(scene));
    const fields = withoutName(scene, victim, donor, 3);
    const phase = 1 + scene.random.below(3);
    borrow(scene, phase, victim, donor, fields);
    ownEdit(scene, phase, victim, fields);
  }),
  contamination('together with an honest edit of the donor’s card', 6, (scene) => {
    const [victim, donor] = pair(scene, 'colleague', twoNumbers(scene));
    const fields = withoutName(scene, victim, donor, 3);
    const phase = 1 + scene.random.below(3);
    borrow(scene, phase, victim, donor, fields);
    ownEdit(scene, phase, donor, []);
  }),
  contamination('over two passes, some and then more', 8, (scene, index) => {
    const [victim, donor] = pair(scene, index % 2 === 0 ? 'ownCard' : 'colleague', twoNumbers(scene));
    const fields = scene.random.shuffle(scene.strange(victim, donor));
    const telling = scene.telling(victim, donor);
    const first = telling.includes(fields[0]!) ? fields[0]! : telling[0]!;
    const second = telling.find((name) => name !== first)!;
    borrow(scene, 1, victim, donor, [first]);
    borrow(scene, 2, victim, donor, [second]);
    borrow(scene, 3, victim, donor, scene.strange(victim, donor));
  }),
  contamination('three at one address, values of both others', 8, (scene) => {
    const victim = scene.colleague('shared');
    const one = scene.colleague('shared', { workPhone: scene.dutch.phone() });
    const two = scene.random.chance(0.5)
      ? scene.colleague('shared', { workMobile: scene.dutch.mobile() })
      : scene.ownCard(0, { workMobile: scene.dutch.mobile() });
    const phase = 1 + scene.random.below(3);
    borrow(scene, phase, victim, one, ['businessPhones']);
    borrow(scene, phase, victim, two, ['mobilePhone']);
  }),
  contamination('three at one address, handed on round', 5, (scene) => {
    const all = [1, 2, 3].map(() => scene.colleague('shared', twoNumbers(scene))) as [Person, Person, Person];
    const phase = 1 + scene.random.below(3);
    // Written out beforehand: each gets what the next one had.
    all.forEach((victim, at) =>
      put(scene, phase, victim, 'mobilePhone', all[(at + 1) % 3]!.fields.workMobile!),
    );
  }),
  contamination('private persons of one family', 12, (scene, index) => {
    const { dutch } = scene;
    const victim = scene.relative({ privateMobile: index % 3 === 0 ? null : dutch.mobile() });
    const over = { privateMobile: dutch.mobile(), birthDate: dutch.birthDate() };
    const donor = index % 2 === 0 ? scene.relative(over) : scene.ownCard(0, over, 'privatePerson');
    const fields = index % 3 === 0 ? (['mobilePhone'] as CardField[]) : someFields(scene, victim, donor, 4);
    borrow(scene, 1 + scene.random.below(3), victim, donor, fields);
  }),
  contamination('a copy with the same connector ID is mixed, the original goes', 6, (scene) => {
    const [victim, donor] = pair(scene, 'colleague', twoNumbers(scene));
    const phase = 1 + scene.random.below(3);
    scene.builder.act(phase, { do: 'copy', who: victim.who, as: 'copy' });
    scene.builder.act(phase, {
      do: 'borrow',
      who: 'copy',
      from: donor.who,
      fields: withoutName(scene, victim, donor, 3),
    });
    scene.builder.act(phase, { do: 'delete', who: victim.who });
  }),
  contamination('a copy with the same connector ID becomes somebody else and mixes', 6, (scene) => {
    const { dutch, builder } = scene;
    const victim = scene.colleague('shared');
    const other = dutch.name();
    const phase = 1 + scene.random.below(2);
    const number = dutch.mobile();
    builder.act(phase, { do: 'copy', who: victim.who, as: 'copy' });
    builder.act(phase, {
      do: 'values',
      who: 'copy',
      values: { givenName: other.firstName, middleName: null, surname: other.lastName, mobilePhone: number },
    });
    builder.act(phase + scene.random.below(2), {
      do: 'borrow',
      who: victim.who,
      from: 'copy',
      fields: ['mobilePhone'],
    });
  }),
  contamination('the card lost its connector ID and is mixed', 6, (scene, index) => {
    const [victim, donor] = pair(scene, index % 2 === 0 ? 'ownCard' : 'colleague', twoNumbers(scene));
    const phase = 1 + scene.random.below(3);
    scene.builder.act(phase, { do: 'loseProperty', who: victim.who });
    borrow(
      scene,
      phase,
      victim,
      donor,
      index % 2 === 0 ? someFields(scene, victim, donor) : scene.strange(victim, donor),
    );
  }),
  contamination(
    'the CRM changes the same field meanwhile',
    12,
    (scene, index) => {
      const [victim, donor] = pair(scene, index % 3 === 0 ? 'ownCard' : 'colleague', twoNumbers(scene));
      const fields = withoutName(scene, victim, donor, 3);
      const phase = 1 + scene.random.below(3);
      const change = victimWithCrmEdit(fields, scene);
      borrow(scene, phase, victim, donor, fields);
      scene.builder.act(phase, { do: 'crm', who: victim.who, fields: change });
      scene.builder.expects(victim.who, change);
    },
    everyPolicy,
  ),
  contamination(
    'the CRM changes another field meanwhile',
    8,
    (scene, index) => {
      const [victim, donor] = pair(scene, index % 3 === 0 ? 'ownCard' : 'colleague', twoNumbers(scene));
      const phase = 1 + scene.random.below(3);
      const change: Fields = { birthDate: scene.dutch.birthDate() };
      borrow(scene, phase, victim, donor, ['mobilePhone', 'businessPhones']);
      scene.builder.act(phase, { do: 'crm', who: victim.who, fields: change });
      scene.builder.expects(victim.who, change);
    },
    everyPolicy,
  ),
  contamination('the donor is a former relation whose card stayed', 6, (scene) => {
    const [victim, donor] = pair(scene, 'colleague', twoNumbers(scene));
    scene.builder.act(1, { do: 'crm', who: donor.who, former: true });
    borrow(scene, 2 + scene.random.below(2), victim, donor, someFields(scene, victim, donor));
  }),
  contamination('the donor’s card stands in another folder', 6, (scene) => {
    const [victim, donor] = pair(scene, 'colleague', twoNumbers(scene));
    scene.builder.act(1, { do: 'move', who: donor.who, folder: 'VIP' });
    borrow(scene, 2 + scene.random.below(2), victim, donor, someFields(scene, victim, donor));
  }),
  contamination('in one of two mailboxes that know the person', 6, (scene, index) => {
    const policy = policies[(policies.indexOf(scene.builder.policy) + 1) % policies.length]!;
    const victim = scene.colleague('shared', {}, { alsoIn: policy });
    const donor = scene.colleague('shared', twoNumbers(scene), index % 2 === 0 ? { alsoIn: policy } : {});
    borrow(scene, 1 + scene.random.below(3), victim, donor, someFields(scene, victim, donor));
  }),
  contamination('handed on by a card of the user’s own', 6, (scene, index) => {
    const victim = scene.colleague('shared');
    const donor = scene.colleague('shared', twoNumbers(scene));
    const between = scene.ownCard(0, { workMobile: null });
    borrow(scene, 1, between, donor, ['mobilePhone']);
    borrow(scene, index % 2 === 0 ? 1 : 2, victim, between, ['mobilePhone']);
  }),
  contamination('two with the same name at one address', 6, (scene) => {
    const name = scene.dutch.name();
    const { initials: _, ...same } = name;
    const victim = scene.colleague('shared', { ...same, initials: 'J.' });
    const donor = scene.colleague('shared', { ...same, initials: 'P.', ...twoNumbers(scene) });
    const fields = scene.telling(victim, donor).filter((each) => !nameFields.includes(each));
    borrow(scene, 1 + scene.random.below(3), victim, donor, scene.random.shuffle(fields).slice(0, 2));
  }),
  contamination('known by initials only, the first name is filled in', 5, (scene, index) => {
    const [victim, donor] = pair(
      scene,
      index % 2 === 0 ? 'ownCard' : 'colleague',
      {},
      { firstName: null, initials: 'M.' },
    );
    const more = scene.telling(victim, donor).filter((each) => isBlank(victim.card[each]));
    borrow(scene, 1 + scene.random.below(3), victim, donor, [
      'givenName',
      ...more.filter((each) => each !== 'givenName').slice(0, 1),
    ]);
  }),
];
