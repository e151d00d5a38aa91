/** The relation screen's pure parts: text and links out of what others wrote, and what is kept of a look-up. */
import fc from 'fast-check';
import type { LookupResult, PersonView } from '../../shared/api/persons.ts';
import { createLookups, FRESH_MS, personAt, withPerson } from '../../addin/taskpane/relation/lookups.ts';
import {
  colourOf,
  formatBirthday,
  initialsOf,
  isWebLink,
  mailLink,
  MAX_SHOWN,
  shownText,
  standingOf,
  telLink,
} from '../../addin/taskpane/relation/plain.ts';

describe('text that others wrote', () => {
  test('loses the marks that make it read as other text', () => {
    expect(shownText('jan\u202egnp.exe')).toBe('jan gnp.exe');
    expect(shownText('a\u2066b\u2069\u200f\ufeffc\u0000d\u009be')).toBe('a b c d e');
    expect(shownText('  twee\n\tregels  ')).toBe('twee regels');
  });

  test('keeps letters of every language, and faces that are made of several characters', () => {
    expect(shownText('Łukasz Öztürk 王 👩‍👧')).toBe('Łukasz Öztürk 王 👩‍👧');
  });

  test('is cut where people read, never in half a character, and at once however long it is', () => {
    expect(shownText('x'.repeat(10_000))).toBe(`${'x'.repeat(MAX_SHOWN)}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const shown = shownText(text, 20);
        expect(Array.from(shown).length).toBeLessThanOrEqual(21);
        expect(shown).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/u);
        expect(shown).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  test.each([
    ['Petra de Vries', 'PV'],
    ['petra', 'P'],
    ['', ''],
    ['<script>alert(1)</script>', 'S'],
    ['"Petra" (Bakkerij)', 'PB'],
    ['💥 Élise 王', 'É王'],
    ['😀', ''],
  ])('initials of %j are %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  test('the same name has the same colour', () => {
    expect(colourOf('Petra', 5)).toBe(colourOf('Petra', 5));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(colourOf(name, 5)).toBeGreaterThanOrEqual(0);
        expect(colourOf(name, 5)).toBeLessThan(5);
      }),
    );
  });
});

describe('links', () => {
  test.each([
    ['020 000 0012', 'tel:0200000012'],
    ['+31 (0)20 000 0012', 'tel:+31200000012'],
    ['020-0000012 tst. 34', 'tel:0200000012'],
    ['020 000 0012 / 06 0000 0012', 'tel:0200000012'],
    ['06 0000 0012 (na 18u)', 'tel:0600000012'],
    ['112', 'tel:112'],
  ])('%j is called as %j', (typed, link) => {
    expect(telLink(typed)).toBe(link);
  });

  test.each(['geheim', '', '12', 'javascript:alert(1)', '*#06#', '1'.repeat(40)])(
    '%j is no number',
    (typed) => {
      expect(telLink(typed)).toBeNull();
    },
  );

  test('an address cannot bring recipients or a subject of its own into a mail', () => {
    expect(mailLink('jan@kantoor.example')).toBe('mailto:jan@kantoor.example');
    expect(mailLink('jan@kantoor.example?bcc=x@y.example&subject=a')).toBe(
      'mailto:jan@kantoor.example%3Fbcc%3Dx%40y.example%26subject%3Da',
    );
  });

  test.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'file:///etc',
    '//x.example',
  ])('%j is no page', (url) => {
    expect(isWebLink(url)).toBe(false);
  });
});

describe('a birthday', () => {
  test.each([
    ['1974-07-22', '22 juli 1974'],
    ['1900-01-01', '1 januari 1900'],
    ['1974-02-30', '1974-02-30'],
    ['voorjaar', 'voorjaar'],
  ])('%j reads %j', (text, shown) => {
    expect(formatBirthday(text, 'nl-NL')).toBe(shown);
  });
});

const person = (id: string, version = 'v-1') => ({ id, version, displayName: id }) as PersonView;
const found = (persons: PersonView[], chosen: string | null = null): LookupResult['items'][number] => ({
  address: 'as the worker spells it',
  persons,
  chosen,
});

describe('standing in Outlook', () => {
  test.each([
    [true, 'active', 'in'],
    [true, 'creating', 'coming'],
    [true, 'paused', 'coming'],
    [true, null, 'coming'],
    [false, null, 'out'],
    [false, 'active', 'leaving'],
    [false, 'paused', 'leaving'],
  ] as const)('selected %j with link %j is %j', (selected, link, standing) => {
    expect(standingOf({ inOutlook: { selected, link, because: 'owner' } })).toBe(standing);
  });
});

describe('what is known of addresses', () => {
  const lookups = () => {
    let nowMs = 0;
    const asked: (readonly string[])[] = [];
    let answer: (addresses: readonly string[]) => LookupResult = (addresses) => ({
      items: addresses.map((address) => found([person(`at ${address.toLowerCase()}`)])),
    });
    let hold: Promise<void> = Promise.resolve();
    const kept = createLookups(
      async (addresses) => {
        asked.push(addresses);
        await hold;
        return answer(addresses);
      },
      () => nowMs,
    );
    return {
      kept,
      asked,
      pass: (ms: number) => {
        nowMs += ms;
      },
      answers: (next: typeof answer) => {
        answer = next;
      },
      holds: (until: Promise<void>) => {
        hold = until;
      },
    };
  };

  test('a failed question is not kept, and what was known before is', async () => {
    const { kept, answers, pass } = lookups();
    await kept.of(['a@x.example']);
    pass(FRESH_MS);
    answers(() => {
      throw new Error('offline');
    });
    await expect(kept.of(['a@x.example'])).rejects.toThrow('offline');
    expect(kept.isFresh(['a@x.example'])).toBe(false);
    expect(kept.last(['A@x.example']).get('a@x.example')?.persons).toEqual([person('at a@x.example')]);
  });

  test('an answer that comes after a change is not kept', async () => {
    const { kept, holds } = lookups();
    let release: () => void = () => undefined;
    holds(new Promise((resolve) => (release = resolve)));
    const answer = kept.of(['a@x.example']);
    kept.drop();
    release();
    await answer;
    expect(kept.isFresh(['a@x.example'])).toBe(false);
  });

  test('an answer with fewer items leaves the others unknown, never with somebody else', async () => {
    const { kept, answers } = lookups();
    answers(() => ({ items: [found([person('r-1')])] }));
    const known = await kept.of(['a@x.example', 'b@x.example']);
    expect(known.get('a@x.example')?.persons).toEqual([person('r-1')]);
    expect(known.has('b@x.example')).toBe(false);
  });

  test('only what is not fresh is asked, in one question', async () => {
    const { kept, asked, pass } = lookups();
    await kept.of(['a@x.example', 'b@x.example']);
    pass(FRESH_MS - 1);
    await kept.of(['A@X.example', 'c@x.example']);
    await kept.of(['b@x.example']);
    expect(asked).toEqual([['a@x.example', 'b@x.example'], ['c@x.example']]);
    pass(1);
    await kept.of(['b@x.example', 'c@x.example']);
    expect(asked.at(-1)).toEqual(['b@x.example']);
  });

  test('no more than some hundreds are kept', async () => {
    const { kept } = lookups();
    for (let n = 0; n < 600; n += 1) await kept.of([`r${n}@x.example`]);
    expect(kept.isFresh(['r0@x.example'])).toBe(false);
    expect(kept.isFresh(['r599@x.example'])).toBe(true);
  });

  test('the only one is meant; of several whoever was chosen, and nobody who is not there', () => {
    const [one, two] = [person('r-1'), person('r-2')];
    expect(personAt({ persons: [], chosen: null })).toBeNull();
    expect(personAt({ persons: [one], chosen: null })).toBe(one);
    expect(personAt({ persons: [one, two], chosen: null })).toBeNull();
    expect(personAt({ persons: [one, two], chosen: 'r-2' })).toBe(two);
    expect(personAt({ persons: [one, two], chosen: 'r-3' })).toBeNull();
  });

  test('a change is seen wherever the person stands', () => {
    const known = new Map([
      ['a', { persons: [person('r-1'), person('r-2')], chosen: 'r-1' }],
      ['b', { persons: [person('r-1')], chosen: null }],
    ]);
    const after = withPerson(known, person('r-1', 'v-2'));
    expect(after.get('a')).toEqual({ persons: [person('r-1', 'v-2'), person('r-2')], chosen: 'r-1' });
    expect(after.get('b')?.persons[0]?.version).toBe('v-2');
    expect(known.get('b')?.persons[0]?.version).toBe('v-1');
  });
});
