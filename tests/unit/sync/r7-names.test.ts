/** R7: whose name is this? Folded comparison, Dutch and Flemish names, and the two strictnesses. */
import fc from 'fast-check';
import type { CardName } from '../../../worker/sync/field-table.ts';
import {
  foldName,
  isTellingName,
  namePrints,
  namesAgree,
  personName,
  wholeName,
} from '../../../worker/sync/guard/names.ts';
import { takePrint } from '../../support/neighbours.ts';
import { aPerson } from '../../support/persons.ts';

const name = (parts: Partial<CardName>): CardName => ({
  called: null,
  initials: null,
  surname: null,
  shown: null,
  ...parts,
});

describe('R7: names are compared folded', () => {
  test.each([
    ["Van 't Hoff", 'van t hoff'],
    ['VAN ’T HOFF', 'van t hoff'],
    ['  Renée   Coté ', 'renee cote'],
    ['Öztürk', 'ozturk'],
    ['Søren Łukasz', 'soren lukasz'],
    ['Groß', 'gross'],
    ['Jansen-de Vries', 'jansen de vries'],
    ['P.J.', 'pj'],
    ["D'Hondt", 'dhondt'],
    ['Ĳsbrand', 'ijsbrand'],
  ])('%s is %s', (typed, folded) => {
    expect(foldName(typed)).toBe(folded);
  });

  test.each([null, '', '  ', '…', '.'])('%s is no name', (typed) => {
    expect(foldName(typed)).toBeNull();
  });

  test('what has only plain words folds as it does with a dot behind it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 ]{0,20}$/u), (text) => {
        expect(foldName(text)).toBe(foldName(`${text}.`));
      }),
    );
  });

  test('folding what is folded changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const once = foldName(text);
        expect(foldName(once)).toBe(once);
      }),
    );
  });
});

describe('R7: the name of a person and the name on a card', () => {
  test('a person is known by first name, prefix and surname', () => {
    const person = aPerson({
      firstName: 'Petra',
      surnamePrefix: 'van der',
      lastName: 'Berg',
      initials: 'P.',
    });
    expect(wholeName(personName(person))).toBe('petra van der berg');
    expect(namePrints(takePrint, personName(person))).toEqual({
      name: 'name:petra van der berg',
      byInitial: 'nameByInitial:p van der berg',
    });
  });

  test.each([
    ['Petra van der Berg', 'petra van der berg'],
    ['Berg, Petra van der', 'petra van der berg'],
    ['mr. drs. P.J. van der Berg', 'pj van der berg'],
    ['De heer J. Jansen', 'j jansen'],
    ['Mevr. Petra van der Berg', 'petra van der berg'],
    ['Petra', 'petra'],
  ])('a card with only the shown name %s is known by it', (shown, whole) => {
    expect(wholeName(name({ shown }))).toBe(whole);
  });

  test('an address in the place of the name is no name', () => {
    expect(wholeName(name({ shown: 'petra@abc.example' }))).toBeNull();
  });

  test('a whole name in the place of the first name is that name', () => {
    expect(wholeName(name({ called: 'Petra van der Berg' }))).toBe('petra van der berg');
  });

  test('a shown name counts only where there is nothing else', () => {
    expect(wholeName(name({ called: 'Petra', surname: 'Vries', shown: 'Geert van Dijk' }))).toBe(
      'petra vries',
    );
  });
});

describe('R7: names agree', () => {
  const petra = name({ called: 'Petra', initials: 'P.J.', surname: 'de Vries' });
  test.each<[string, Partial<CardName>]>([
    ['the same name', { called: 'Petra', surname: 'de Vries' }],
    ['in other letters', { called: 'PETRA', surname: 'De  Vries' }],
    ['by its initials', { initials: 'P.J.', surname: 'de Vries' }],
    ['by one initial', { called: 'P.', surname: 'de Vries' }],
    ['by the surname alone', { surname: 'de Vries' }],
    ['as one line', { shown: 'Vries, Petra de' }],
    ['as one line with a title', { shown: 'mr. P. de Vries' }],
    ['by the first name alone', { called: 'Petra' }],
  ])('%s', (_, parts) => {
    expect(namesAgree(petra, name(parts))).toBe(true);
    expect(namesAgree(name(parts), petra)).toBe(true);
  });

  test.each<[string, Partial<CardName>]>([
    ['another first name with the same letter: a partner', { called: 'Pieter', surname: 'de Vries' }],
    ['another letter', { initials: 'K.', surname: 'de Vries' }],
    ['another surname', { called: 'Petra', surname: 'Vries-Bakker' }],
    ['another prefix', { called: 'Petra', surname: 'van de Vries' }],
    ['another first name alone', { called: 'Geert' }],
    ['no name at all', {}],
  ])('not with %s', (_, parts) => {
    expect(namesAgree(petra, name(parts))).toBe(false);
    expect(namesAgree(name(parts), petra)).toBe(false);
  });

  test('who is called Kees signs C.', () => {
    const kees = name({ called: 'Kees', initials: 'C.', surname: 'Bos' });
    expect(namesAgree(kees, name({ initials: 'C.', surname: 'Bos' }))).toBe(true);
    expect(namesAgree(kees, name({ initials: 'K.', surname: 'Bos' }))).toBe(true);
  });

  test('agreeing has no direction, and every name agrees with itself', () => {
    const part = fc.option(
      fc.constantFrom('Jan', 'J.', 'Joke', 'J', 'K.', 'de Vries', 'Vries, Jan de', 'x'),
      {
        nil: null,
      },
    );
    const anyName = fc.record({ called: part, initials: part, surname: part, shown: part });
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        expect(namesAgree(a, b)).toBe(namesAgree(b, a));
        expect(namesAgree(a, a)).toBe(wholeName(a) !== null);
      }),
    );
  });

  test.each<[Partial<CardName>, boolean]>([
    [{ called: 'Petra', surname: 'de Vries' }, true],
    [{ initials: 'P.J.', surname: 'de Vries' }, true],
    [{ initials: 'P.', surname: 'de Vries' }, false],
    [{ called: 'P.', surname: 'de Vries' }, false],
    [{ surname: 'de Vries' }, false],
    [{ called: 'Petra' }, false],
  ])('%j tells one human: %s', (parts, expected) => {
    expect(isTellingName(name(parts))).toBe(expected);
  });
});
