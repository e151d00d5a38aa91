/** What the forms about a person decide, without a form: which fields, what differs, how three versions merge, where an address goes, who is a namesake. */
import { addressesOf, planAddress } from '../../../addin/taskpane/relation/forms/address-plan.ts';
import {
  creationOf,
  draftFrom,
  isNamesake,
  kindFor,
  namesakeQuery,
  sameAs,
  type Draft,
} from '../../../addin/taskpane/relation/forms/new-person.ts';
import {
  checkPatch,
  formSections,
  patchOf,
  typedOf,
  type TypedFields,
} from '../../../addin/taskpane/relation/forms/person-fields.ts';
import { afterChoices, isSame, mergeTyped } from '../../../addin/taskpane/relation/forms/three-way.ts';
import type { PersonFieldId, PersonFields } from '../../../shared/person.ts';
import { personFormTexts, problemSentence } from '../../../shared/texts/pane/person-forms.ts';
import { fieldProblems } from '../../../shared/api/errors.ts';
import { aPerson } from '../../addin/support/persons.ts';

const person = (fields: Partial<PersonFields> = {}) => aPerson({ fields });
const typed = (fields: Partial<TypedFields>): TypedFields => ({ ...typedOf(person().fields), ...fields });

describe('the fields of a form', () => {
  const shown = (given: Parameters<typeof aPerson>[0]) =>
    formSections(aPerson(given)).flatMap(({ fields }) => fields);

  test('hidden private details are those of contact persons and employees, never those of a private person', () => {
    expect(shown({ hidden: ['privateDetails'] })).not.toContain('privateEmail');
    expect(shown({ hidden: ['privateDetails'] })).toContain('birthDate');
    expect(shown({ kind: 'privatePerson', hidden: ['privateDetails'] })).toContain('privateEmail');
    expect(shown({ kind: 'privatePerson', hidden: ['birthDate'] })).not.toContain('birthDate');
  });

  test('a private person has no business fields, and the section is not there', () => {
    expect(shown({ kind: 'privatePerson' })).not.toContain('jobTitle');
    expect(formSections(aPerson({ kind: 'privatePerson' })).map(({ section }) => section)).toEqual([
      'name',
      'private',
    ]);
  });

  test('only what differs is a change; spaces around it and blank for blank do not', () => {
    expect(patchOf(person().fields, typed({}))).toEqual({});
    expect(patchOf(person().fields, typed({ jobTitle: ' Directeur ', privateEmail: '  ' }))).toEqual({});
    expect(patchOf(person().fields, typed({ jobTitle: '', firstName: ' Petronella ' }))).toEqual({
      firstName: 'Petronella',
      jobTitle: null,
    });
  });

  test('what was wrong before and was not touched holds nothing up', () => {
    expect(checkPatch({})).toEqual({});
    expect(checkPatch({ lastName: null, workEmail: 'x', privateEmail: null })).toEqual({
      lastName: 'lastNameRequired',
      workEmail: 'malformedEmail',
    });
    expect(checkPatch({}, ['birthDate'])).toEqual({ birthDate: 'invalidDate' });
  });

  test('every problem has a sentence in both languages', () => {
    for (const problem of fieldProblems)
      for (const texts of Object.values(personFormTexts))
        expect(problemSentence(texts, problem)).toMatch(/\.$|\?$/u);
  });
});

describe('three versions of a field', () => {
  type Value = string | null;
  test.each<
    [state: string, field: PersonFieldId, was: Value, mine: string, theirs: Value, next: string, told: string]
  >([
    ['nobody changed it', 'jobTitle', 'A', 'A', 'A', 'A', ''],
    ['only I did', 'jobTitle', 'A', 'B', 'A', 'B', ''],
    ['only they did', 'jobTitle', 'A', 'A', 'C', 'C', 'taken'],
    ['both, to the same', 'jobTitle', 'A', 'C', 'C', 'C', ''],
    ['both, to the same but for spaces', 'jobTitle', 'A', ' C ', 'C', 'C', ''],
    ['both, differently', 'jobTitle', 'A', 'B', 'C', 'B', 'clash'],
    ['I emptied it, they changed it', 'jobTitle', 'A', '', 'C', '', 'clash'],
    ['they emptied it, I changed it', 'jobTitle', 'A', 'B', null, 'B', 'clash'],
    ['both emptied it', 'jobTitle', 'A', '', null, '', ''],
    [
      'they only wrote the number otherwise',
      'workPhone',
      '020 000 0012',
      '010 000 0001',
      '0200000012',
      '010 000 0001',
      '',
    ],
    [
      'I only wrote the number otherwise',
      'workPhone',
      '020 000 0012',
      '0200000012',
      '010 000 0001',
      '010 000 0001',
      'taken',
    ],
    ['words in a number are a value', 'workPhone', '020 000 0012', 'geheim 1', '1', 'geheim 1', 'clash'],
    [
      'letter case of an address is no change',
      'workEmail',
      'A@x.example',
      'b@x.example',
      'a@x.example',
      'b@x.example',
      '',
    ],
    [
      'a look-alike of an address is one',
      'workEmail',
      'k@x.example',
      'b@x.example',
      '\u212A@x.example',
      'b@x.example',
      'clash',
    ],
  ])('%s', (_state, field, was, mine, theirs, next, told) => {
    const merged = mergeTyped(
      person({ [field]: was }),
      typed({ [field]: mine }),
      person({ [field]: theirs }),
    );
    expect(merged.typed[field]).toBe(next);
    expect([...merged.clashes.map(() => 'clash'), ...merged.taken.map(() => 'taken')].join()).toBe(told);
  });

  test('a field that is hidden by now says nothing about the other side', () => {
    const now = aPerson({ hidden: ['birthDate'], fields: { birthDate: null } });
    const merged = mergeTyped(person(), typed({ jobTitle: 'B' }), now);
    expect(merged).toMatchObject({ clashes: [], taken: [] });
  });

  test('after the choices, theirs is no change any more and mine is', () => {
    const now = person({ jobTitle: 'C', workPhone: '1' });
    const merged = mergeTyped(person(), typed({ jobTitle: 'B', workPhone: '2' }), now);
    const next = afterChoices(merged, { jobTitle: 'theirs', workPhone: 'mine' });
    expect(patchOf(now.fields, next)).toEqual({ workPhone: '2' });
  });

  test('parts of a name from both sides are looked at; a name and something else are not', () => {
    const mixed = mergeTyped(person(), typed({ lastName: 'Jansen' }), person({ surnamePrefix: 'van der' }));
    expect(mixed.nameMixed).toBe(true);
    const apart = mergeTyped(person(), typed({ lastName: 'Jansen' }), person({ jobTitle: 'C' }));
    expect(apart.nameMixed).toBe(false);
  });

  test('unicode forms of one text are one text', () => {
    expect(isSame('lastName', 'Zoe\u0308', 'Zo\u00eb')).toBe(true);
  });
});

describe('where an address goes', () => {
  const address = 'nieuw@x.example';
  test.each<[who: string, given: Parameters<typeof aPerson>[0], proposed: string | null, places: string[]]>([
    ['contact person without', { fields: { workEmail: null } }, 'workEmail', ['workEmail', 'privateEmail']],
    ['contact person with a work e-mail', {}, 'privateEmail', ['privateEmail', 'workEmail']],
    ['both in use', { fields: { privateEmail: 'p@x.example' } }, null, ['workEmail', 'privateEmail']],
    [
      'employee',
      { kind: 'employee', fields: { workEmail: null } },
      'workEmail',
      ['workEmail', 'privateEmail'],
    ],
    [
      'private person',
      { kind: 'privatePerson', fields: { workEmail: null } },
      'privateEmail',
      ['privateEmail'],
    ],
    [
      'private person with one',
      { kind: 'privatePerson', fields: { privateEmail: 'p@x.example' } },
      null,
      ['privateEmail'],
    ],
    ['private details hidden', { hidden: ['privateDetails'] }, null, ['workEmail']],
  ])('%s', (_who, given, proposed, places) => {
    const plan = planAddress(aPerson(given), address);
    expect(plan.proposed).toBe(proposed);
    expect(plan.places.map(({ field }) => field)).toEqual(places);
    expect(plan.has).toBeNull();
  });

  test('whoever has it, has it; in any letter case', () => {
    expect(planAddress(person(), 'Petra@BakkerijDeVries.example').has).toBe('workEmail');
  });

  test('a hidden address is not shown', () => {
    const hidden = aPerson({ hidden: ['privateDetails'], fields: { privateEmail: 'p@x.example' } });
    expect(addressesOf(hidden)).toEqual(['petra@bakkerijdevries.example']);
  });
});

describe('a new relation', () => {
  const draft = (given: Partial<Draft> = {}): Draft => ({
    ...draftFrom({ name: 'Petra de Vries', address: 'petra@bakkerij.example', role: 'sender' }, true),
    ...given,
  });

  test('the kind follows from where people have their private mail', () => {
    expect(kindFor('x@gmail.com')).toBe('privatePerson');
    expect(kindFor('x@GMAIL.COM')).toBe('privatePerson');
    expect(kindFor('gmail.com@bakkerij.example')).toBe('contactPerson');
    expect(kindFor('x@notgmail.com')).toBe('contactPerson');
  });

  test('blank texts and those of another kind are not sent', () => {
    expect(
      creationOf(draft({ kind: 'privatePerson', jobTitle: 'Baas', organisationName: 'X' }), null),
    ).toEqual({
      kind: 'privatePerson',
      fields: {
        firstName: 'Petra',
        surnamePrefix: 'de',
        lastName: 'Vries',
        privateEmail: 'petra@bakkerij.example',
      },
    });
  });

  test.each<[name: string, mine: Partial<Draft>, theirs: Partial<PersonFields>, same: boolean]>([
    ['the same', {}, {}, true],
    ['only initials there', {}, { firstName: null, initials: 'P.J.' }, true],
    ['other initials there', {}, { firstName: null, initials: 'K.' }, false],
    ['initials typed as the first name there', {}, { firstName: 'P.' }, true],
    ['other initials typed as the first name there', {}, { firstName: 'K' }, false],
    ['another first name', {}, { firstName: 'Paula' }, false],
    ['a longer first name', { firstName: 'Jan' }, { firstName: 'Jan-Willem' }, true],
    ['no first name typed', { firstName: '', initials: '' }, { firstName: 'Kees' }, true],
    ['another surname', {}, { lastName: 'Bakker' }, false],
    ['prefix inside the surname', {}, { surnamePrefix: null, lastName: 'de Vries' }, true],
    ['no prefix there', {}, { surnamePrefix: null }, true],
    ['another prefix', {}, { surnamePrefix: 'van' }, false],
    ['accents', { lastName: 'Çelik', surnamePrefix: '' }, { lastName: 'Celik', surnamePrefix: null }, true],
    ['no surname typed', { lastName: '' }, { lastName: null, surnamePrefix: 'de' }, false],
  ])('namesake: %s', (_name, mine, theirs, same) => {
    expect(isNamesake(draft(mine), person(theirs))).toBe(same);
  });

  test.each<[mine: Partial<Draft>, query: string | null]>([
    [{}, 'p Vries'],
    [{ firstName: '', initials: 'K.J.' }, 'k Vries'],
    [{ firstName: '', initials: '' }, 'Vries'],
    [{ lastName: 'Garcia Lopez' }, 'p Lopez'],
    [{ lastName: '' }, null],
    [{ lastName: 'X' }, null],
  ])('is searched by first letter and surname: %j', (mine, query) => {
    expect(namesakeQuery(draft(mine))).toBe(query);
  });

  test('whoever has the address comes first, and nobody twice', () => {
    const [a, b, c] = [
      person(),
      { ...person(), id: 'r-2' },
      { ...person({ lastName: 'Bakker' }), id: 'r-3' },
    ];
    expect(sameAs(draft(), [b], [a, b, c]).map(({ id }) => id)).toEqual(['r-2', 'r-1']);
  });
});
