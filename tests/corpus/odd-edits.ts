/**
 * Honest edits that look like a mix, or come near one: what colleagues and families really share, one human with two
 * cards, people who move a number, and what is done in Outlook besides editing.
 */
import type { Fields } from './case.ts';
import { faceOf } from './face.ts';
import type { Kind } from './mixes.ts';
import { honest, somePhase } from './ordinary.ts';
import type { Scene } from './scene.ts';

const entry = (address: string): { address: string; name: string } => ({ address, name: address });

/** A second card of the same human, which the user keeps besides ours. */
const double = (scene: Scene, phase: number, fields: Fields): string => {
  const who = scene.nextWho();
  const values = faceOf('contactPerson', fields);
  if (phase === 0) scene.builder.cards.push({ who, values });
  else scene.builder.act(phase, { do: 'add', who, values });
  return who;
};

export const oddKinds: readonly Kind[] = [
  honest('the switchboard is given to a colleague, two or more have it', 10, (scene, index) => {
    const { switchboard } = scene.company;
    const person = scene.colleague('shared', { workPhone: index % 2 === 0 ? null : scene.dutch.phone() });
    for (let count = 2 + (index % 3); count > 0; count -= 1)
      scene.colleague('shared', { workPhone: switchboard });
    const written = index % 2 === 0 ? switchboard : scene.dutch.rewritten(switchboard);
    scene.builder.types(somePhase(scene), person.who, { workPhone: written });
  }),
  honest('the switchboard changes on all cards at once', 8, (scene, index) => {
    const next = scene.dutch.phone();
    const phase = somePhase(scene);
    for (let count = 3 + (index % 3); count > 0; count -= 1) {
      const { who } = scene.colleague('shared', { workPhone: scene.company.switchboard });
      scene.builder.types(phase, who, { workPhone: next });
    }
  }),
  honest('the switchboard changes, first on most cards and later on the last', 6, (scene, index) => {
    const next = scene.dutch.phone();
    const all = Array.from({ length: 4 + (index % 2) }, () =>
      scene.colleague('shared', { workPhone: scene.company.switchboard }),
    );
    const last = all.pop()!;
    for (const { who } of all) scene.builder.types(1, who, { workPhone: next });
    scene.builder.types(2 + (index % 2), last.who, { workPhone: next });
  }),
  honest('the switchboard is entered on all cards at once, where none was', 5, (scene, index) => {
    const { switchboard } = scene.company;
    const phase = somePhase(scene);
    for (let count = 3 + (index % 2); count > 0; count -= 1) {
      const { who } = scene.colleague('shared', { workPhone: null });
      scene.builder.types(phase, who, { workPhone: switchboard });
    }
  }),
  honest('a job title that many have', 12, (scene, index) => {
    const title = scene.dutch.commonTitle();
    const person = scene.colleague('shared', { jobTitle: index % 2 === 0 ? null : scene.dutch.rareTitle() });
    scene.colleague('shared', { jobTitle: title });
    if (index % 3 === 0) scene.colleague('shared');
    for (let count = 4; count > 0; count -= 1) scene.colleague('own', { jobTitle: title });
    scene.builder.types(somePhase(scene), person.who, { jobTitle: title });
  }),
  honest('an e-mail address becomes the shared one that others have', 8, (scene, index) => {
    const person = scene.colleague(index % 2 === 0 ? 'own' : null, { privateEmail: null });
    scene.colleague('shared');
    if (index % 2 === 1) scene.colleague('shared');
    scene.builder.types(somePhase(scene), person.who, { workEmail: scene.company.shared });
  }),
  honest('away from the shared address to an own one', 6, (scene) => {
    const person = scene.colleague('shared', { privateEmail: null });
    scene.colleague('shared');
    const email = scene.dutch.email(person.name, scene.company.domain);
    scene.builder.types(somePhase(scene), person.who, { workEmail: email });
  }),
  honest('one’s own number moves from mobile to work', 8, (scene, index) => {
    const mobile = scene.dutch.mobile();
    const person = scene.colleague(index % 4 === 3 ? 'own' : 'shared', {
      workMobile: mobile,
      workPhone: null,
    });
    if (index % 4 !== 3) scene.colleague('shared');
    const fields: Fields = index % 2 === 0 ? { workPhone: mobile, workMobile: null } : { workPhone: mobile };
    scene.builder.types(somePhase(scene), person.who, fields);
  }),
  honest('work and mobile number stood the wrong way round', 6, (scene) => {
    const [workMobile, workPhone] = [scene.dutch.phone(), scene.dutch.mobile()];
    const person = scene.colleague('shared', { workMobile, workPhone });
    scene.colleague('shared');
    scene.builder.types(somePhase(scene), person.who, { workMobile: workPhone, workPhone: workMobile });
  }),
  honest('an edit is taken back by the user', 8, (scene, index) => {
    const field = (['workPhone', 'workMobile', 'jobTitle', 'lastName'] as const)[index % 4]!;
    const { dutch } = scene;
    const value = {
      workPhone: dutch.phone(),
      workMobile: dutch.mobile(),
      jobTitle: dutch.rareTitle(),
      lastName: dutch.lastName(),
    };
    const person = scene.colleague(index % 2 === 0 ? 'shared' : 'own', value);
    if (index % 2 === 0) scene.colleague('shared');
    const other = {
      workPhone: dutch.phone(),
      workMobile: dutch.mobile(),
      jobTitle: dutch.commonTitle(),
      lastName: `${value.lastName}s`,
    };
    scene.builder.types(1, person.who, { [field]: other[field] });
    scene.builder.types(2 + (index % 2), person.who, { [field]: value[field] });
  }),
  honest('one human with two jobs: a value of the other card', 8, (scene, index) => {
    const { dutch } = scene;
    const name = dutch.name();
    const head = scene.colleague('shared', { ...name, workMobile: dutch.mobile(), workPhone: dutch.phone() });
    const follower = scene.colleague('shared', { ...name, workMobile: null }, { follows: head.who });
    const fields: Fields =
      index % 2 === 0
        ? { workMobile: head.fields.workMobile! }
        : { workMobile: head.fields.workMobile!, workPhone: head.fields.workPhone! };
    scene.builder.types(somePhase(scene), follower.who, fields);
  }),
  honest('one human with two jobs: the same edit on both cards', 6, (scene) => {
    const { dutch } = scene;
    const name = dutch.name();
    const head = scene.colleague('shared', name);
    const follower = scene.colleague('shared', name, { follows: head.who });
    const phase = somePhase(scene);
    const workMobile = dutch.mobile();
    for (const { who } of [head, follower]) scene.builder.types(phase, who, { workMobile });
  }),
  honest("a value from the user's own double of the person", 8, (scene, index) => {
    const { dutch } = scene;
    const person = scene.colleague('shared', { workMobile: null, firstName: dutch.firstName() });
    scene.colleague('shared');
    const workMobile = dutch.mobile();
    const phase = index % 2 === 0 ? 1 : 2;
    double(scene, 1, { ...person.fields, workMobile });
    scene.builder.types(phase, person.who, { workMobile });
  }),
  honest("the user's own double of the person is merged into our card", 6, (scene, index) => {
    const { dutch } = scene;
    const person = scene.colleague('shared', { workMobile: null, jobTitle: null });
    if (index % 2 === 0) scene.colleague('shared');
    const found = { workMobile: dutch.mobile(), jobTitle: dutch.rareTitle() };
    const who = double(scene, 1, { ...person.fields, ...found });
    scene.builder.act(2, { do: 'merge', who: person.who, others: [who], options: {} });
    scene.builder.expects(person.who, found);
  }),
  honest('two people of one office in one pass, each their own values', 10, (scene, index) => {
    const { dutch } = scene;
    const phase = somePhase(scene);
    for (let count = 2 + (index % 2); count > 0; count -= 1) {
      const { who } = scene.colleague('shared');
      scene.builder.types(phase, who, { workPhone: dutch.phone(), workMobile: dutch.mobile() });
    }
  }),
  honest('second and third values are added', 8, (scene, index) => {
    const { dutch } = scene;
    const workPhone = dutch.phone();
    const person = scene.colleague('shared', { workPhone, privateEmail: null });
    const colleague = scene.colleague('shared', { workPhone: dutch.phone() });
    // The colleague's number as a second one: "or ask for…". It is the user's own and stays there.
    const second = index % 2 === 0 ? colleague.fields.workPhone! : dutch.phone();
    const addresses = [scene.company.shared, dutch.email(person.name), dutch.email(person.name)];
    scene.builder.act(somePhase(scene), {
      do: 'values',
      who: person.who,
      values: {
        businessPhones: [workPhone, second],
        emailAddresses: addresses.map(entry),
        personalNotes: 'Belt terug',
      },
    });
  }),
  honest('notes, company, category and address: nothing that is synced', 6, (scene) => {
    const person = scene.colleague('shared');
    scene.colleague('shared');
    scene.builder.act(somePhase(scene), {
      do: 'values',
      who: person.who,
      values: {
        personalNotes: 'Liever ’s ochtends',
        categories: ['Klant'],
        businessAddress: { city: 'Utrecht' },
      },
    });
  }),
  honest('a family’s number at home, three or more have it', 8, (scene, index) => {
    const { homePhone } = scene.family;
    const person = scene.relative({ privatePhone: index % 2 === 0 ? null : scene.dutch.phone() });
    for (let count = 2 + (index % 2); count > 0; count -= 1) scene.relative({ privatePhone: homePhone });
    scene.builder.types(somePhase(scene), person.who, { privatePhone: homePhone });
  }),
  honest('own values within a family', 10, (scene, index) => {
    const { dutch } = scene;
    const person = scene.relative();
    scene.relative();
    if (index % 2 === 0) scene.relative();
    const fields: Fields =
      index % 2 === 0 ? { privateMobile: dutch.mobile() } : { birthDate: dutch.birthDate() };
    scene.builder.types(somePhase(scene), person.who, fields);
  }),
  honest('a value that somebody unrelated has', 10, (scene, index) => {
    const { dutch } = scene;
    const value = { workPhone: dutch.phone(), workMobile: dutch.mobile(), jobTitle: dutch.rareTitle() };
    const field = (['workPhone', 'workMobile', 'jobTitle'] as const)[index % 3]!;
    const person = scene.colleague(index % 2 === 0 ? 'shared' : 'own');
    scene.colleague('own', value);
    scene.builder.types(somePhase(scene), person.who, { [field]: value[field] });
  }),
  honest('edited while the CRM changes another field', 8, (scene, index) => {
    const person = scene.colleague(index % 2 === 0 ? 'shared' : 'own');
    if (index % 2 === 0) scene.colleague('shared');
    const phase = somePhase(scene);
    const fromCrm = { jobTitle: scene.dutch.rareTitle() };
    scene.builder.types(phase, person.who, { workPhone: scene.dutch.phone() });
    scene.builder.act(phase, { do: 'crm', who: person.who, fields: fromCrm });
    scene.builder.expects(person.who, fromCrm);
  }),
  honest('moved to another folder and edited there', 6, (scene) => {
    const person = scene.colleague('shared');
    scene.colleague('shared');
    scene.builder.act(1, { do: 'move', who: person.who, folder: 'VIP' });
    scene.builder.types(2, person.who, { workPhone: scene.dutch.phone() });
  }),
  honest('a new card for another colleague, and an edit of this one', 6, (scene) => {
    const person = scene.colleague('shared');
    const phase = somePhase(scene);
    scene.ownCard(phase);
    scene.builder.types(phase, person.who, { workMobile: scene.dutch.mobile() });
  }),
  honest('a copy is made into a card for another colleague', 6, (scene) => {
    const { dutch, builder } = scene;
    const person = scene.colleague('shared');
    const other = dutch.name();
    const phase = 1 + scene.random.below(2);
    builder.act(phase, { do: 'copy', who: person.who, as: 'copy' });
    const values = { givenName: other.firstName, surname: other.lastName, mobilePhone: dutch.mobile() };
    builder.act(phase, { do: 'values', who: 'copy', values });
    builder.types(phase + 1, person.who, { workPhone: dutch.phone() });
  }),
  honest('a card is removed on purpose, a colleague’s gets a new number', 8, (scene, index) => {
    const { builder } = scene;
    const leaver = scene.colleague('shared');
    const stays = scene.colleague('shared');
    const phase = somePhase(scene);
    builder.act(phase, { do: index % 2 === 0 ? 'delete' : 'deleteForGood', who: leaver.who });
    builder.removed.push(leaver.who);
    if (index % 4 < 2) builder.types(phase, stays.who, { workPhone: scene.dutch.phone() });
  }),
];

/**
 * Honest, and yet the very state of the world that a mix leaves behind: nobody can tell them apart without asking. As
 * seldom here as in an office; they count in the share of honest edits that are held.
 */
export const seldomKinds: readonly Kind[] = [
  honest('seldom: a couple, the home number that only the partner had', 1, (scene) => {
    const person = scene.relative({ privatePhone: null });
    scene.relative({ privatePhone: scene.family.homePhone });
    scene.builder.types(1, person.who, { privatePhone: scene.family.homePhone });
  }),
  // The same as a desk number instead of the switchboard that a client writes on both cards (open-questions.ts).
  honest('seldom: the switchboard of an office of two changes on both at once', 1, (scene) => {
    const next = scene.dutch.phone();
    for (let count = 2; count > 0; count -= 1) {
      const { who } = scene.colleague('shared', { workPhone: scene.company.switchboard });
      scene.builder.types(2, who, { workPhone: next });
    }
  }),
  honest('seldom: a successor gets the leaver’s direct number', 1, (scene) => {
    const workPhone = scene.dutch.phone();
    const leaver = scene.colleague('shared', { workPhone });
    const successor = scene.colleague('shared', { workPhone: scene.company.switchboard });
    scene.builder.act(1, { do: 'crm', who: leaver.who, former: true });
    scene.builder.types(2, successor.who, { workPhone });
  }),
  honest('seldom: a first name put right that a colleague has too', 1, (scene) => {
    const person = scene.colleague('shared', { firstName: 'Jeoren' });
    scene.colleague('shared', { firstName: 'Jeroen' });
    scene.builder.types(1, person.who, { firstName: 'Jeroen' });
  }),
  honest('seldom: calls for the director go through the secretary’s number', 1, (scene) => {
    const workPhone = scene.dutch.phone();
    const director = scene.colleague('shared', { jobTitle: 'Directeur' });
    scene.colleague('shared', { workPhone, jobTitle: 'Secretaresse' });
    scene.builder.types(2, director.who, { workPhone });
  }),
];
