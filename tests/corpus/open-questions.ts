/**
 * Contaminations and what comes after: nobody answers the question, the CRM or the user goes on, the person leaves and
 * comes back. And mixes over an address that is shared in a way that is easily overlooked.
 */
import type { CardValues } from '../../sandbox/graph/fields.ts';
import { policies, type CardField, type Fields, type Policy } from './case.ts';
import { nameFields } from './face.ts';
import { borrow, pair, someFields, type Kind } from './mixes.ts';
import type { Person, Scene } from './scene.ts';

const contamination = (name: string, count: number, make: Kind['make'], policy?: Kind['policy']): Kind => ({
  name,
  label: 'contamination',
  count,
  make,
  policy,
});

const everyPolicy = (index: number): Policy => policies[index % policies.length]!;
const twoNumbers = ({ dutch }: Scene): Fields => ({ workPhone: dutch.phone(), workMobile: dutch.mobile() });
const entry = (address: string): { address: string; name: string } => ({ address, name: address });
const donorFor = (index: number) => (index % 2 === 0 ? 'ownCard' : 'colleague');

/** The very words that stood on the card before. */
const asBefore = (victim: Person, fields: readonly CardField[]): CardValues =>
  Object.fromEntries(fields.map((name) => [name, victim.card[name] ?? null]));

/** Both numbers and perhaps more, but no name. */
const numbersAndMore = (scene: Scene, victim: Person, donor: Person): CardField[] => [
  ...new Set<CardField>([
    'mobilePhone',
    'businessPhones',
    ...someFields(scene, victim, donor, 3).filter((name) => !nameFields.includes(name)),
  ]),
];

export const laterKinds: readonly Kind[] = [
  contamination(
    'the CRM changes the field while the question is open',
    8,
    (scene, index) => {
      const [victim, donor] = pair(scene, donorFor(index), twoNumbers(scene));
      borrow(scene, 1, victim, donor, ['mobilePhone', 'businessPhones']);
      const change = { workMobile: scene.dutch.mobile() };
      scene.builder.act(2, { do: 'crm', who: victim.who, fields: change });
      scene.builder.expects(victim.who, change);
    },
    everyPolicy,
  ),
  contamination('other fields go on while the question is open', 8, (scene, index) => {
    const [victim, donor] = pair(scene, donorFor(index), twoNumbers(scene));
    borrow(scene, 1, victim, donor, index % 2 === 0 ? ['mobilePhone'] : ['mobilePhone', 'businessPhones']);
    scene.builder.types(2, victim.who, { jobTitle: scene.dutch.rareTitle() });
    if (index % 2 === 1) scene.builder.types(3, donor.who, { workPhone: scene.dutch.phone() });
  }),
  contamination('the user puts it right by hand, a pass later', 6, (scene, index) => {
    const [victim, donor] = pair(scene, donorFor(index), twoNumbers(scene));
    const fields = scene.strange(victim, donor);
    borrow(scene, 1, victim, donor, fields);
    scene.builder.act(2, { do: 'values', who: victim.who, values: asBefore(victim, fields) });
  }),
  contamination('the user types the right number over it, a pass later', 6, (scene, index) => {
    const [victim, donor] = pair(scene, donorFor(index), twoNumbers(scene));
    borrow(scene, 1, victim, donor, ['mobilePhone']);
    scene.builder.types(2, victim.who, { workMobile: scene.dutch.mobile() });
  }),
  contamination('mixed while the person is no active relation, who comes back later', 6, (scene, index) => {
    const [victim, donor] = pair(scene, donorFor(index), twoNumbers(scene));
    scene.builder.act(1, { do: 'crm', who: victim.who, former: true });
    borrow(scene, 2, victim, donor, someFields(scene, victim, donor, 4));
    scene.builder.act(3, { do: 'crm', who: victim.who, former: false });
  }),
];

export const overlookedKinds: readonly Kind[] = [
  contamination('the shared address is the user’s addition to the card', 8, (scene, index) => {
    const victim = scene.colleague('own', { privateEmail: null });
    const donor =
      index % 2 === 0 ? scene.ownCard(0, twoNumbers(scene)) : scene.colleague('shared', twoNumbers(scene));
    const addresses = [victim.fields.workEmail!, scene.company.shared].map(entry);
    const phase = 1 + scene.random.below(2);
    scene.builder.act(phase, { do: 'values', who: victim.who, values: { emailAddresses: addresses } });
    const fields = someFields(scene, victim, donor, 4).filter((name) => name !== 'emailAddresses');
    borrow(scene, phase + (index % 2), victim, donor, fields);
  }),
  contamination('the address was shared until days ago', 6, (scene, index) => {
    const [victim, donor] = pair(scene, 'ownCard', twoNumbers(scene));
    const addresses = [scene.dutch.email(donor.name)].map(entry);
    scene.builder.act(1, { do: 'values', who: donor.who, values: { emailAddresses: addresses } });
    borrow(scene, 2 + (index % 2), victim, donor, numbersAndMore(scene, victim, donor));
  }),
  contamination('merge of two that had no address in common', 6, (scene, index) => {
    const { dutch } = scene;
    const survivor = scene.colleague('own', { workMobile: null, jobTitle: null });
    const full = { ...twoNumbers(scene), jobTitle: dutch.rareTitle() };
    const other = scene.colleague('own', full);
    const options = { take: index % 2 === 0 ? [] : (['businessPhones'] as CardField[]) };
    scene.builder.act(1 + scene.random.below(3), {
      do: 'merge',
      who: survivor.who,
      others: [other.who],
      options,
    });
    scene.builder.keeps.push(other.who);
  }),
  contamination('one field: an extension behind the office’s own number', 6, (scene, index) => {
    const extension = 11 + scene.random.below(80);
    const workPhone = `${scene.company.switchboard} ${index % 2 === 0 ? 'tst.' : 'toestel'} ${extension}`;
    const [victim, donor] = pair(
      scene,
      donorFor(index),
      { workPhone },
      { workPhone: scene.company.switchboard },
    );
    borrow(scene, 1 + scene.random.below(3), victim, donor, ['businessPhones']);
  }),
  contamination('one works from home: a private and a work card at one address', 6, (scene, index) => {
    const { dutch, family } = scene;
    const own = { workEmail: family.shared, workMobile: dutch.mobile(), workPhone: null };
    const [victim, donor] =
      index % 2 === 0
        ? [scene.relative({ privateMobile: null }), scene.colleague(null, own)]
        : [
            scene.colleague(null, { ...own, workMobile: null }),
            scene.relative({ privateMobile: dutch.mobile() }),
          ];
    for (const { who } of [victim, donor]) scene.builder.owns(who, { workEmail: family.shared });
    const all = scene.strange(victim, donor).filter((name) => !nameFields.includes(name));
    borrow(scene, 1 + scene.random.below(3), victim, donor, index % 3 === 0 ? all : ['mobilePhone']);
  }),
  // A client that shows the two as one contact writes what is typed there on both cards.
  contamination('the donor just got a desk number instead of the switchboard, the same pass', 6, (scene) => {
    const { switchboard } = scene.company;
    const [victim, donor] = pair(scene, 'colleague', { workPhone: switchboard }, { workPhone: switchboard });
    const workPhone = scene.dutch.phone();
    scene.builder.act(1, { do: 'type', who: donor.who, fields: { workPhone } });
    scene.builder.owns(donor.who, { workPhone });
    borrow(scene, 1, victim, donor, ['businessPhones']);
  }),
];
