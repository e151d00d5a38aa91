/**
 * Honest edits as they are made every day: a new number, another job, a mistake put right, on cards that share no
 * address with anybody and on cards that do. These dominate, as they do in an office.
 */
import type { PersonFieldId } from '../../shared/person.ts';
import type { Fields } from './case.ts';
import type { Kind } from './mixes.ts';
import type { Person, Scene } from './scene.ts';

export const honest = (name: string, count: number, make: Kind['make']): Kind => ({
  name,
  label: 'honest',
  count,
  make,
});

export const somePhase = (scene: Scene): number => 1 + scene.random.below(3);

/** Somebody alone, or somebody at the shared address of one to three colleagues. */
const anyone = (scene: Scene, sharing: boolean): Person => {
  if (!sharing) return scene.colleague(scene.random.chance(0.95) ? 'own' : null);
  const person = scene.colleague('shared');
  for (let count = 1 + scene.random.below(3); count > 0; count -= 1) scene.colleague('shared');
  if (scene.random.chance(0.3)) scene.ownCard(0);
  return person;
};

const typo = (text: string, scene: Scene): string => {
  const at = 1 + scene.random.below(Math.max(1, text.length - 2));
  return scene.random.chance(0.5)
    ? text.slice(0, at) + text.slice(at + 1)
    : text.slice(0, at) + text[at]! + text.slice(at);
};

const newValue = (scene: Scene, field: PersonFieldId, { name }: Person): string => {
  const { dutch, random } = scene;
  switch (field) {
    case 'workPhone':
    case 'privatePhone':
      return dutch.phone();
    case 'workMobile':
    case 'privateMobile':
      return dutch.mobile();
    case 'jobTitle':
      return random.chance(0.7) ? dutch.commonTitle() : dutch.rareTitle();
    case 'workEmail':
    case 'privateEmail':
      return dutch.email(name, field === 'workEmail' ? scene.company.domain : undefined);
    case 'birthDate':
      return dutch.birthDate();
    case 'initials':
      return `${dutch.initialsFor(name.firstName)}${random.pick([...'VXYZ'])}.`;
    case 'firstName':
      return dutch.firstName();
    case 'surnamePrefix':
      return random.pick(['van', 'de', 'van der', 'ter']);
    case 'lastName':
      return dutch.lastName();
  }
};

const often: readonly PersonFieldId[] = [
  ...Array<PersonFieldId>(6).fill('workPhone'),
  ...Array<PersonFieldId>(6).fill('workMobile'),
  ...Array<PersonFieldId>(4).fill('workEmail'),
  ...Array<PersonFieldId>(4).fill('jobTitle'),
  'initials',
  'birthDate',
];

const edit = (scene: Scene, person: Person, fields: readonly PersonFieldId[]): Fields =>
  Object.fromEntries([...new Set(fields)].map((field) => [field, newValue(scene, field, person)]));

const editOf = (field: PersonFieldId, count: number): Kind =>
  honest(`${field}: a new value`, count, (scene, index) => {
    const atHome = field === 'privateEmail' || field === 'privatePhone' || field === 'privateMobile';
    const person = atHome ? scene.relative() : anyone(scene, index % 3 === 0);
    if (atHome && index % 2 === 0) scene.relative();
    scene.builder.types(somePhase(scene), person.who, edit(scene, person, [field]));
  });

export const ordinaryKinds: readonly Kind[] = [
  honest('a day at the office: one field, own address', 130, (scene) => {
    const person = anyone(scene, false);
    scene.builder.types(somePhase(scene), person.who, edit(scene, person, [scene.random.pick(often)]));
  }),
  honest('a day at the office: one field, shared address', 60, (scene) => {
    const person = anyone(scene, true);
    scene.builder.types(somePhase(scene), person.who, edit(scene, person, [scene.random.pick(often)]));
  }),
  honest('a day at the office: several fields', 30, (scene, index) => {
    const person = anyone(scene, index % 2 === 0);
    const fields = [1, 2, 3].map(() => scene.random.pick(often));
    scene.builder.types(somePhase(scene), person.who, edit(scene, person, fields));
  }),
  ...(['workPhone', 'workMobile', 'workEmail', 'jobTitle'] as const).map((field) => editOf(field, 6)),
  ...(['initials', 'firstName', 'surnamePrefix', 'lastName', 'birthDate'] as const).map((field) =>
    editOf(field, 6),
  ),
  ...(['privateEmail', 'privatePhone', 'privateMobile'] as const).map((field) => editOf(field, 5)),
  honest('a typing mistake in a first name or surname is put right', 12, (scene, index) => {
    const { dutch } = scene;
    const name = dutch.name();
    const field = index % 2 === 0 ? 'firstName' : 'lastName';
    const wrong = { ...name, [field]: typo(name[field], scene) };
    const sharing = index % 3 !== 0;
    const person = scene.colleague(sharing ? 'shared' : 'own', wrong);
    if (sharing) scene.colleague('shared');
    scene.builder.types(somePhase(scene), person.who, { [field]: name[field] });
  }),
  honest('a prefix is written out or put apart', 8, (scene, index) => {
    const [wrong, right] = scene.random.pick<readonly [string, string]>([
      ['vd', 'van de'],
      ['v.d.', 'van der'],
      ['V.', 'van'],
      ['vdr', 'van der'],
    ]);
    const person = scene.colleague(index % 2 === 0 ? 'shared' : 'own', { surnamePrefix: wrong });
    if (index % 2 === 0) scene.colleague('shared', index % 4 === 0 ? { surnamePrefix: right } : {});
    scene.builder.types(somePhase(scene), person.who, { surnamePrefix: right });
  }),
  honest('another surname after a marriage', 8, (scene, index) => {
    const person = scene.colleague(index % 2 === 0 ? 'shared' : 'own');
    if (index % 2 === 0) scene.colleague('shared');
    const { lastName } = person.name;
    const partner = scene.dutch.lastName();
    const fields: Fields =
      index % 4 < 2 ? { lastName: `${partner}-${lastName}` } : { lastName: partner, surnamePrefix: 'van' };
    scene.builder.types(somePhase(scene), person.who, fields);
  }),
  honest('a number written in another way', 12, (scene, index) => {
    const { dutch } = scene;
    const fields = { workPhone: dutch.phone(), workMobile: dutch.mobile() };
    const person = scene.colleague(index % 2 === 0 ? 'shared' : 'own', fields);
    if (index % 2 === 0) scene.colleague('shared');
    const field = index % 4 < 2 ? 'workPhone' : 'workMobile';
    // No change to the CRM: the text that was typed there stays.
    scene.builder.act(somePhase(scene), {
      do: 'type',
      who: person.who,
      fields: { [field]: dutch.rewritten(fields[field]) },
    });
  }),
  honest('a field is cleared', 8, (scene, index) => {
    const field = (['workPhone', 'workMobile', 'jobTitle', 'birthDate'] as const)[index % 4]!;
    const person = anyone(scene, index % 2 === 0);
    if (person.fields[field] === null)
      scene.builder.types(1, person.who, { [field]: newValue(scene, field, person) });
    scene.builder.types(2 + (index % 2), person.who, { [field]: null });
  }),
];
