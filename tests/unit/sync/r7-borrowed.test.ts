/**
 * R7: what would let a stranger's value through; the decision and its reasons stand in the head of
 * worker/sync/guard/borrowed.ts. What would hold an honest edit: r7-honest.test.ts.
 */
import type { PersonFieldId } from '../../../shared/person.ts';
import { wantedPrints } from '../../../worker/sync/guard/borrowed.ts';
import {
  addresses,
  around,
  asPersonId,
  borrowTerms,
  daysAgo,
  known,
  linkedTo,
  now,
  unlinked,
} from '../../support/neighbours.ts';
import { aPerson } from '../../support/persons.ts';
import {
  info,
  petra,
  incoming,
  geertsCard,
  geert,
  geertsOwn,
  geertsLinked,
  judge,
  heldFields,
} from '../../support/petra-and-geert.ts';

describe('R7: a stranger’s value does not get through', () => {
  const single: [PersonFieldId, string][] = [
    ['firstName', 'Geert'],
    ['initials', 'G.'],
    ['surnamePrefix', 'van'],
    ['lastName', 'Dijk'],
    ['birthDate', '1970-07-07'],
    ['jobTitle', 'Directeur'],
    ['workPhone', '020-2222222'],
    ['workMobile', '06-22222222'],
    ['workEmail', 'geert@abc.example'],
  ];
  test.each(single)('one field alone: %s', (field, value) => {
    expect(heldFields({ [field]: value }, around([geertsOwn]))).toEqual([field]);
    expect(heldFields({ [field]: value }, around([geertsLinked]))).toEqual([field]);
  });

  test.each(single.filter(([, value]) => !value.includes('geert@')))(
    'of a person of the CRM that has no card here: %s',
    (field, value) => {
      expect(judge({ [field]: value }, around([], [geert]))).toEqual([
        { donor: { personId: geert.id, cardId: null }, fields: [field] },
      ]);
    },
  );

  test.each([
    ['in capitals', { firstName: 'GEERT' }],
    ['with another spelling of the number', { workMobile: '+31 6 2222 2222' }],
    ['a mobile number in the place of the work phone', { workPhone: '06-22222222' }],
    ['the second number of the donor', { workPhone: '020-2222223' }],
    ['the work phone of the donor as mobile number', { workMobile: '020-2222222' }],
  ] as const)('%s', (_, values) => {
    expect(heldFields(values, around([geertsOwn]))).toEqual(Object.keys(values));
  });

  test('first name and surname of a donor that shows its name in one line', () => {
    const line = unlinked('card-geert', [daysAgo(90), { displayName: 'Geert van Dijk', ...addresses(info) }]);
    expect(heldFields({ firstName: 'Geert' }, around([line]))).toEqual(['firstName']);
    expect(heldFields({ lastName: 'van Dijk' }, around([line]))).toEqual(['lastName']);
  });

  test('a prefix that reads like the person’s initial', () => {
    const thijs = aPerson({ ...petra.fields, firstName: 'Thijs', initials: 'T.', surnamePrefix: null });
    const donor = unlinked('card-2', [daysAgo(90), { givenName: 'An', middleName: "'t", surname: 'Hof' }]);
    expect(heldFields({ surnamePrefix: "'t" }, around([donor]), { person: thijs })).toEqual([
      'surnamePrefix',
    ]);
  });

  test('all that was borrowed from one donor is held together, and names it; what was not flows on', () => {
    expect(
      judge(
        {
          firstName: 'Geert',
          workPhone: '020-2222222',
          jobTitle: 'Officemanager',
          workMobile: '06-33333333',
        },
        around([geertsLinked], [geert]),
      ),
    ).toEqual([
      {
        donor: { personId: geert.id, cardId: 'card-geert' },
        fields: ['firstName', 'workPhone'],
      },
    ]);
  });

  test('what the donor had a week ago counts, and what it had 31 days ago does not', () => {
    const changed = (days: number) =>
      unlinked(
        'card-geert',
        [daysAgo(90), geertsCard],
        [daysAgo(days), { ...geertsCard, mobilePhone: null }],
      );
    expect(heldFields({ workMobile: '06-22222222' }, around([changed(7)]))).toEqual(['workMobile']);
    expect(heldFields({ workMobile: '06-22222222' }, around([changed(30)]))).toEqual(['workMobile']);
    expect(heldFields({ workMobile: '06-22222222' }, around([changed(31)]))).toEqual([]);
  });

  test('a donor that is gone counts for 30 days', () => {
    const gone = (days: number) => unlinked('card-geert', [daysAgo(90), geertsCard], [daysAgo(days), 'gone']);
    expect(heldFields({ workMobile: '06-22222222' }, around([gone(30)]))).toEqual(['workMobile']);
    expect(heldFields({ workMobile: '06-22222222' }, around([gone(31)]))).toEqual([]);
  });

  test('switchboard and title together are a set, however many others have them', () => {
    const colleagues = ['a', 'b', 'c'].map((id, index) =>
      aPerson(
        {
          firstName: `Collega ${id}`,
          lastName: `Naam ${index}`,
          workPhone: '020-2222222',
          jobTitle: 'Directeur',
        },
        { id: asPersonId(`person-${id}`) },
      ),
    );
    const carriers = { 'phone:+31202222222': 50, 'jobTitle:directeur': 50 };
    expect(
      heldFields({ workPhone: '020-2222222', jobTitle: 'Directeur' }, around([geertsOwn], colleagues), {
        carriers,
      }).toSorted(),
    ).toEqual(['jobTitle', 'workPhone']);
  });

  test('a second number of the donor on the card makes a lone switchboard a set', () => {
    const carriers = { 'phone:+31202222222': 50 };
    const own = (extra: string[]) =>
      linkedTo(
        petra,
        'card-1',
        [daysAgo(40), { businessPhones: ['020-1111111'], ...addresses(info) }],
        [now, { businessPhones: ['020-2222222', ...extra], ...addresses(info) }],
      );
    const held = (extra: string[]) =>
      heldFields({ workPhone: '020-2222222' }, around([geertsOwn], [], own(extra)), { carriers });
    expect(held([])).toEqual([]);
    expect(held(['020-2222223'])).toEqual(['workPhone']);
  });

  test('so does an address that only the donor has; one that all have does not', () => {
    const carriers = { 'phone:+31202222222': 50 };
    const own = (address: string) =>
      linkedTo(
        petra,
        'card-1',
        [daysAgo(40), { businessPhones: ['020-1111111'], ...addresses(info) }],
        [now, { businessPhones: ['020-2222222'], ...addresses(info, address) }],
      );
    const both = { ...geertsCard, ...addresses(info, 'geert@abc.example', 'post@abc.example') };
    const other = unlinked('card-kees', [
      daysAgo(90),
      { surname: 'Bos', ...addresses(info, 'post@abc.example') },
    ]);
    const held = (address: string) =>
      heldFields(
        { workPhone: '020-2222222' },
        around([unlinked('card-geert', [daysAgo(90), both]), other], [], own(address)),
        { carriers },
      );
    expect(held('geert@abc.example')).toEqual(['workPhone']);
    expect(held('post@abc.example')).toEqual([]);
  });

  test('a direct number that went from card to card is carried by two, and still one party’s', () => {
    // Kees's card was mixed with Geert's a week ago; now Petra's is.
    const kees = { givenName: 'Kees', surname: 'Bos', ...addresses(info) };
    const mixed = unlinked(
      'card-kees',
      [daysAgo(90), kees],
      [daysAgo(7), { ...kees, businessPhones: ['020-2222222'] }],
    );
    expect(heldFields({ workPhone: '020-2222222' }, around([geertsOwn, mixed]))).toEqual(['workPhone']);
    // A linked one, whose person does not have it in the CRM: it may be held there.
    const keesPerson = aPerson({ firstName: 'Kees', lastName: 'Bos' }, { id: asPersonId('person-kees') });
    const mixedLinked = linkedTo(keesPerson, 'card-kees', [
      daysAgo(90),
      { ...kees, businessPhones: ['020-2222222'] },
    ]);
    expect(heldFields({ workPhone: '020-2222222' }, around([geertsOwn, mixedLinked], [keesPerson]))).toEqual([
      'workPhone',
    ]);
    // A new card that Outlook filled from Geert's as soon as its address was typed.
    const filled = unlinked('card-kees', [daysAgo(1), { ...geertsCard, givenName: 'Kees', surname: 'Bos' }]);
    expect(heldFields({ workPhone: '020-2222222' }, around([geertsOwn, filled]))).toEqual(['workPhone']);
  });

  test('a second card of the donor is no second party', () => {
    const again = unlinked('card-geert-2', [
      daysAgo(90),
      {
        initials: 'G.',
        middleName: 'van',
        surname: 'Dijk',
        businessPhones: ['020-2222222'],
        ...addresses(info),
      },
    ]);
    expect(heldFields({ workPhone: '020-2222222' }, around([geertsLinked, again], [geert]))).toEqual([
      'workPhone',
    ]);
    // Nor cards of it elsewhere: his own at home, and one in an old list.
    expect(
      heldFields({ workPhone: '020-2222222' }, around([geertsOwn]), {
        carriers: { 'phone:+31202222222': 4 },
      }),
    ).toEqual(['workPhone']);
  });

  test('an extension rings on one desk, and is held however many have the number', () => {
    const card = unlinked('card-geert', [
      daysAgo(90),
      { ...geertsCard, businessPhones: ['020-2222222 tst. 12'] },
    ]);
    const carriers = { 'phone:+31202222222x12': 50 };
    expect(heldFields({ workPhone: '020-2222222 tst 12' }, around([card]), { carriers })).toEqual([
      'workPhone',
    ]);
  });

  test('a value that stands with several donors goes to the one with most matches', () => {
    const kees = unlinked('card-a', [
      daysAgo(90),
      { surname: 'Bos', jobTitle: 'Directeur', ...addresses(info) },
    ]);
    expect(
      judge(
        { jobTitle: 'Directeur', firstName: 'Geert', workMobile: '06-22222222' },
        around([kees, geertsOwn]),
      ),
    ).toEqual([
      {
        donor: { personId: null, cardId: 'card-geert' },
        fields: ['jobTitle', 'firstName', 'workMobile'],
      },
    ]);
  });

  test('two donors are two held changes', () => {
    const kees = unlinked('card-kees', [
      daysAgo(90),
      { givenName: 'Kees', surname: 'Bos', ...addresses(info) },
    ]);
    expect(judge({ lastName: 'Bos', workMobile: '06-22222222' }, around([geertsOwn, kees]))).toEqual(
      expect.arrayContaining([
        { donor: { personId: null, cardId: 'card-kees' }, fields: ['lastName'] },
        { donor: { personId: null, cardId: 'card-geert' }, fields: ['workMobile'] },
      ]),
    );
  });

  test('a field that was cleared where the donor has nothing goes with what was borrowed from it', () => {
    const bare = unlinked('card-geert', [
      daysAgo(90),
      { givenName: 'Geert', surname: 'Dijk', mobilePhone: '06-22222222', ...addresses(info) },
    ]);
    expect(
      heldFields({ workMobile: '06-22222222', jobTitle: null, birthDate: null }, around([bare])),
    ).toEqual(['workMobile', 'jobTitle', 'birthDate']);
    // Geert has no work phone in the CRM; his card does not tell.
    expect(heldFields({ workMobile: '06-22222222', workPhone: null }, around([bare]))).toHaveLength(2);
    expect(
      heldFields({ workMobile: '06-22222222', workPhone: null }, around([geertsLinked], [geert])),
    ).toEqual(['workMobile']);
    // Geert has a title: who cleared Petra's did not take it from him.
    expect(heldFields({ workMobile: '06-22222222', jobTitle: null }, around([geertsOwn]))).toEqual([
      'workMobile',
    ]);
    expect(heldFields({ jobTitle: null }, around([bare]))).toEqual([]);
  });

  test('what this card showed before is not the person’s own: it may have been a mix-up', () => {
    const own = linkedTo(
      petra,
      'card-1',
      [daysAgo(20), { mobilePhone: '06-22222222', ...addresses(info) }],
      [daysAgo(10), { mobilePhone: '06-11111111', ...addresses(info) }],
      [now, { mobilePhone: '06-22222222', ...addresses(info) }],
    );
    expect(heldFields({ workMobile: '06-22222222' }, around([geertsOwn], [], own))).toEqual(['workMobile']);
  });
});

describe('R7: who is a donor', () => {
  test('persons tied as head and follower are no donors to each other', () => {
    const follower = aPerson({ workMobile: '06-22222222' }, { id: asPersonId('person-2'), headId: petra.id });
    const card = linkedTo(follower, 'card-2', [
      daysAgo(9),
      { mobilePhone: '06-22222222', ...addresses(info) },
    ]);
    expect(heldFields({ workMobile: '06-22222222' }, around([card], [follower]))).toEqual([]);
    const person = aPerson(petra.fields, { headId: asPersonId('person-9') });
    const head = linkedTo({ id: asPersonId('person-9'), headId: null }, 'card-2', [
      daysAgo(9),
      { mobilePhone: '06-22222222', ...addresses(info) },
    ]);
    expect(heldFields({ workMobile: '06-22222222' }, around([head]), { person })).toEqual([]);
  });

  const double = { givenName: 'Petra', middleName: 'de', surname: 'Vries', mobilePhone: '06-44444444' };
  test('the user’s own double of the person is none', () => {
    const card = unlinked('card-2', [daysAgo(90), { ...double, ...addresses(info) }]);
    expect(heldFields({ workMobile: '06-44444444' }, around([card]))).toEqual([]);
  });

  test.each<[string, ReturnType<typeof unlinked>]>([
    [
      'by initial only: it may be a partner',
      unlinked('card-2', [daysAgo(90), { ...double, givenName: 'P.', ...addresses(info) }]),
    ],
    [
      'with another birthday: mother and daughter',
      unlinked('card-2', [daysAgo(90), { ...double, birthday: '2001-01-01', ...addresses(info) }]),
    ],
    [
      'that had another name a week ago: the mix-up went the other way',
      unlinked(
        'card-2',
        [daysAgo(90), { ...geertsCard, mobilePhone: '06-44444444' }],
        [daysAgo(7), { ...geertsCard, ...double, ...addresses(info) }],
      ),
    ],
    [
      'that is linked to another person of that name: the CRM says they are two',
      linkedTo({ id: asPersonId('person-2'), headId: null }, 'card-2', [
        daysAgo(90),
        { ...double, ...addresses(info) },
      ]),
    ],
  ])('but not one %s', (_, card) => {
    expect(heldFields({ workMobile: '06-44444444' }, around([card]))).toEqual(['workMobile']);
  });

  test('one human with two records and two cards is one donor', () => {
    const second = aPerson(
      { workMobile: '06-55555555' },
      { id: asPersonId('person-geert-2'), headId: geert.id },
    );
    const secondCard = linkedTo(second, 'card-geert-2', [
      daysAgo(9),
      { mobilePhone: '06-55555555', ...addresses(info) },
    ]);
    const found = judge(
      { workMobile: '06-55555555', firstName: 'Geert' },
      around([geertsLinked, secondCard], [geert, second]),
    );
    expect(found).toHaveLength(1);
    expect(found[0]!.fields).toEqual(['workMobile', 'firstName']);
  });
});

describe('R7: what the pass must count beforehand', () => {
  test('is how many cards carry a number or a title that may be shared', () => {
    const inbound = incoming({
      workPhone: '020-2222222',
      jobTitle: 'Advocaat',
      workMobile: '06-22222222',
      workEmail: 'info@abc.example',
      firstName: 'Geert',
      privatePhone: '06-33333333',
      birthDate: null,
    });
    expect(wantedPrints(borrowTerms(), petra, inbound)).toEqual(['phone:+31202222222', 'jobTitle:advocaat']);
  });
});

test('the remembered card used here is what the pass would remember', () => {
  expect(known('card-x', [daysAgo(1), geertsCard]).prints.phone).toHaveLength(3);
});
