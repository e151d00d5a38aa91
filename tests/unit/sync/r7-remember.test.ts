/** R7: what is remembered of a card: fingerprints of what it shows and showed, and nothing that can be read. */
import fc from 'fast-check';
import type { CardId, FolderId } from '../../../shared/ids.ts';
import { blankCard } from '../../../worker/sync/fields/card.ts';
import { outlookTable } from '../../../worker/sync/fields/outlook.ts';
import type { KnownCard } from '../../../worker/sync/guard/prints.ts';
import { forgetBefore, goneCard, printsOf, seenCard } from '../../../worker/sync/guard/remember.ts';
import { addressPrints } from '../../../worker/sync/guard/surroundings.ts';
import { addresses, daysAgo, hoursAgo, known, now, shown, takePrint } from '../../support/neighbours.ts';
import { aPerson, contacts } from '../../support/persons.ts';

const cardId = 'card-9' as CardId;
const see = (
  before: KnownCard | undefined,
  prints: ReturnType<typeof shown>,
  at: string,
  folderId = contacts,
) => seenCard(before, { cardId, folderId, prints, at });

describe('R7: the fingerprints of a card', () => {
  test('are those of its mapped values, in the form in which they are compared', () => {
    const prints = shown({
      givenName: 'Petra',
      middleName: 'van der',
      surname: 'Berg',
      initials: 'P. J.',
      jobTitle: 'Advocaat ',
      birthday: '1980-02-29',
      companyName: 'Bakkerij Voorbeeld B.V.',
      mobilePhone: '06-12345678',
      businessPhones: ['020 123 45 67', '+31 20 123 45 67', '+31201234568'],
      homePhones: ['geheim'],
      ...addresses(' Petra@ABC.example', 'info@abc.example', ''),
    });
    expect(prints).toEqual({
      address: ['address:info@abc.example', 'address:petra@abc.example'],
      phone: ['phone:+31201234567', 'phone:+31201234568', 'phone:+31612345678', 'phone:geheim'],
      firstName: ['firstName:petra'],
      surnamePrefix: ['surnamePrefix:van der'],
      lastName: ['lastName:berg'],
      initials: ['initials:pj'],
      jobTitle: ['jobTitle:advocaat'],
      birthDate: ['birthDate:1980-02-29'],
      name: ['name:petra van der berg'],
      nameByInitial: ['nameByInitial:p van der berg'],
      surname: ['surname:van der berg'],
      called: ['called:petra'],
    });
  });

  test('of a blank card are none', () => {
    expect(shown({})).toEqual({});
  });

  test('hold no text of the card when they are made with a key', () => {
    const marker = 'Zwaluwstaart';
    const content = {
      ...blankCard,
      surname: marker,
      givenName: marker,
      jobTitle: marker,
      displayName: marker,
    };
    const keyed = printsOf(
      { table: outlookTable, country: 'NL', takePrint: (_, value) => String([...value].length) },
      content,
    );
    expect(
      JSON.stringify(seenCard(undefined, { cardId, folderId: contacts, prints: keyed, at: now })),
    ).not.toMatch(new RegExp(marker, 'iu'));
  });

  test('two spellings of one value are one fingerprint', () => {
    expect(shown({ surname: 'Öztürk' }).lastName).toEqual(shown({ surname: 'OZTURK' }).lastName);
    expect(shown({ jobTitle: '—' }).jobTitle).toHaveLength(1);
  });
});

describe('R7: a card that is seen again', () => {
  const first = see(undefined, shown({ surname: 'Berg', jobTitle: 'Chef' }), daysAgo(3));

  test('and says the same is the same object, so that nothing is written', () => {
    expect(see(first, shown({ surname: 'Berg', jobTitle: 'Chef' }), now)).toBe(first);
  });

  test('keeps since when a value stood there, and remembers what was replaced', () => {
    const after = see(first, shown({ surname: 'Berg', jobTitle: 'Directeur' }), now);
    expect(after.prints.lastName).toEqual([{ print: 'lastName:berg', since: daysAgo(3), until: null }]);
    expect(after.prints.jobTitle).toEqual([
      { print: 'jobTitle:chef', since: daysAgo(3), until: now },
      { print: 'jobTitle:directeur', since: now, until: null },
    ]);
  });

  test('forgets what was replaced more than 30 days ago, and not before', () => {
    const replaced = see(first, shown({ surname: 'Berg' }), daysAgo(2));
    const after = (days: number) =>
      see(replaced, shown({ surname: 'Berg', givenName: 'An' }), daysAgo(2 - days)).prints.jobTitle;
    expect(after(30)).toHaveLength(1);
    expect(after(30.1)).toBeUndefined();
  });

  test('in another folder is remembered there', () => {
    const moved = see(first, shown({ surname: 'Berg', jobTitle: 'Chef' }), now, 'folder-2' as FolderId);
    expect(moved).toEqual({ ...first, folderId: 'folder-2' });
  });

  test('with a value that came back has it from now on', () => {
    const without = see(first, shown({ surname: 'Berg' }), daysAgo(2));
    const back = see(without, shown({ surname: 'Berg', jobTitle: 'Chef' }), now);
    expect(back.prints.jobTitle).toEqual([{ print: 'jobTitle:chef', since: now, until: null }]);
  });

  test('after it was gone lives again, with what it had', () => {
    const gone = goneCard(first, daysAgo(1));
    const back = see(gone, shown({ surname: 'Berg', jobTitle: 'Chef' }), now);
    expect(back).toEqual(first);
  });
});

describe('R7: a card that is gone', () => {
  const card = known('card-9', [daysAgo(5), { surname: 'Berg' }]);
  test('keeps what it showed and says since when it is gone', () => {
    expect(goneCard(card, now)).toEqual({ ...card, goneAt: now });
  });
  test('and is missed again is the same object', () => {
    const gone = goneCard(card, hoursAgo(5));
    expect(goneCard(gone, now)).toBe(gone);
  });
  test('counts for 30 days', () => {
    expect(forgetBefore('2026-03-31T10:20:30.400Z')).toBe('2026-03-01T10:20:30.400Z');
  });
});

describe('R7: whatever is seen, in whatever order', () => {
  const title = fc.constantFrom('A', 'B', 'C', null);
  const sighting = fc.record({
    days: fc.integer({ min: 0, max: 20 }),
    title,
    phone: title,
    gone: fc.boolean(),
  });
  test('what stands on the card now is remembered as such, once, and what it lost for 30 days', () => {
    fc.assert(
      fc.property(fc.array(sighting, { minLength: 1, maxLength: 12 }), (sightings) => {
        let card: KnownCard | undefined;
        let day = 1000;
        let lastSeen: Record<string, number> = {};
        let goneSince = false;
        for (const { days, title, phone, gone } of sightings) {
          day -= days;
          if (gone && card !== undefined) {
            card = goneCard(card, daysAgo(day));
            goneSince = true;
            continue;
          }
          const before: KnownCard | undefined = card;
          const prints = shown({ jobTitle: title, businessPhones: phone === null ? [] : [`020-${phone}`] });
          card = see(before, prints, daysAgo(day));
          // Remembered whole: seen once more at once, nothing is new.
          expect(see(card, prints, daysAgo(day))).toBe(card);
          if (!goneSince && title !== null) lastSeen = { ...lastSeen, [title]: day };
          if (goneSince) lastSeen = title === null ? {} : { [title]: day };
          goneSince = false;
          const spans = card.prints.jobTitle ?? [];
          expect(spans.filter(({ until }) => until === null).map(({ print }) => print)).toEqual(
            title === null ? [] : [`jobTitle:${title.toLowerCase()}`],
          );
          expect(new Set(spans.map(({ print }) => print)).size).toBe(spans.length);
          for (const [value, seen] of Object.entries(lastSeen)) {
            if (seen - day <= 30) {
              expect(spans.map(({ print }) => print)).toContain(`jobTitle:${value.toLowerCase()}`);
            }
          }
          for (const { since, until } of spans) {
            if (until !== null) {
              expect(until >= since).toBe(true);
              expect(until >= forgetBefore(daysAgo(day))).toBe(true);
            }
          }
        }
      }),
    );
  });
});

describe('R7: addresses by which others are looked for', () => {
  test('are those of the card, all of them, and those of the person, each once', () => {
    const person = aPerson({ workEmail: 'INFO@abc.example', privateEmail: 'petra@thuis.example' });
    const card = { ...blankCard, ...addresses('info@abc.example', 'petra@abc.example') };
    expect(addressPrints({ table: outlookTable, takePrint }, person, card)).toEqual([
      'address:info@abc.example',
      'address:petra@abc.example',
      'address:petra@thuis.example',
    ]);
    expect(addressPrints({ table: outlookTable, takePrint }, null, null)).toEqual([]);
  });
});
