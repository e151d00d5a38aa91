/** R6, R13: a write whose confirmation was cut off is known by its value, and is not taken for an edit afterwards. */
import { confirmedBase } from '../../../worker/sync/cut-off.ts';
import { planCreate, planLink } from '../../../worker/sync/plan-link.ts';
import { aLink, aPerson, aReading, situation, terms } from '../../support/persons.ts';

const person = aPerson({ firstName: 'Petra', workPhone: '020-1234567', jobTitle: 'Chef' });
const { card, base } = planCreate(terms(), person);
const kinds = (steps: readonly { kind: string }[]) => steps.map(({ kind }) => kind);
const toCard = { field: 'workPhone', side: 'remote', to: '020-7654321' } as const;
const arrived = aReading({ ...card, businessPhones: ['020-7654321'] });

test('R13: what was sent to the card and stands there is agreed', () => {
  expect(confirmedBase(terms(), base, person, arrived, [toCard])).toEqual({
    workPhone: { crm: '+31207654321', remote: '+31207654321' },
  });
});

test('R13: what was sent into the CRM and stands there is agreed', () => {
  const sent = { field: 'jobTitle', side: 'crm', to: 'Directeur' } as const;
  const changed = aPerson({ ...person.fields, jobTitle: 'Directeur' });
  expect(confirmedBase(terms(), base, changed, aReading(card), [sent])).toEqual({
    jobTitle: { crm: 'Directeur', remote: 'Directeur' },
  });
});

test('R13: what did not arrive, or was changed there since, is not', () => {
  expect(confirmedBase(terms(), base, person, aReading(card), [toCard])).toEqual({});
  const since = aReading({ ...card, businessPhones: ['020-5555555'] });
  expect(confirmedBase(terms(), base, person, since, [toCard])).toEqual({});
  expect(confirmedBase(terms(), base, null, arrived, [toCard])).toEqual({});
  expect(confirmedBase(terms(), base, person, null, [toCard])).toEqual({});
  const whole = { field: null, side: 'remote', to: null } as const;
  expect(confirmedBase(terms(), base, person, arrived, [whole])).toEqual({});
});

describe('R4, R13: a private address that was put on the card and not confirmed', () => {
  const bare = aPerson({ firstName: 'Petra', workEmail: null, privateEmail: 'petra@thuis.example' });
  const entry = (address: string) => ({ address, name: 'Petra' });
  const sent = { field: 'privateEmail', side: 'remote', to: 'petra@thuis.example' } as const;
  const placed = { crm: 'petra@thuis.example', remote: 'petra@thuis.example', slot: 'extra' };
  const none = { workEmail: { crm: null, remote: null } };

  test('is known to be ours, and is not read as the work address', () => {
    const stands = aReading({ ...card, emailAddresses: [entry('petra@thuis.example')] });
    const confirmed = confirmedBase(terms(), none, bare, stands, [sent]);
    expect(confirmed).toEqual({ privateEmail: placed });
    const agreed = { ...base, ...none, ...confirmed };
    const steps = planLink(terms(), situation({ person: bare, link: aLink(agreed), card: stands }));
    expect(kinds(steps)).not.toContain('updatePerson');
  });

  test('is not claimed where it did not arrive', () => {
    const without = aReading({ ...card, emailAddresses: [entry('eigen@thuis.example')] });
    expect(confirmedBase(terms(), none, bare, without, [sent])).toEqual({});
  });

  test('in the place of an earlier one: ours where it would else be the work address, the user’s own where it need not be', () => {
    const before = {
      ...none,
      privateEmail: { ...placed, crm: 'oud@thuis.example', remote: 'oud@thuis.example' },
    };
    const alone = aReading({ ...card, emailAddresses: [entry('petra@thuis.example')] });
    expect(confirmedBase(terms(), before, bare, alone, [sent])).toEqual({ privateEmail: placed });
    const work = {
      workEmail: { crm: 'p@werk.example', remote: 'p@werk.example' },
      privateEmail: before.privateEmail,
    };
    const second = aReading({
      ...card,
      emailAddresses: [entry('p@werk.example'), entry('petra@thuis.example')],
    });
    expect(confirmedBase(terms(), work, bare, second, [sent])).toEqual({});
  });

  test('in the place of an earlier one, while its user took the work address off: ours, and the work address is blank', () => {
    const both = {
      workEmail: { crm: 'p@werk.example', remote: 'p@werk.example' },
      privateEmail: { ...placed, crm: 'oud@thuis.example', remote: 'oud@thuis.example' },
    };
    const alone = aReading({ ...card, emailAddresses: [entry('petra@thuis.example')] });
    expect(confirmedBase(terms(), both, bare, alone, [sent])).toEqual({ privateEmail: placed });
    // Typed as the work address while the earlier private one still stands there: ours did not arrive.
    const typed = aReading({
      ...card,
      emailAddresses: [entry('petra@thuis.example'), entry('oud@thuis.example')],
    });
    expect(confirmedBase(terms(), both, bare, typed, [sent])).toEqual({});
  });
});

test('R6: after a crash behind the write, a CRM that goes back to its earlier value wins over our own write', () => {
  // Written to the card for a CRM that says 020-1234567 again by now.
  const back = situation({ person, link: aLink(base), card: arrived });
  expect(kinds(planLink(terms(), back))).toEqual(['updatePerson']);
  const agreed = { ...base, ...confirmedBase(terms(), base, person, arrived, [toCard]) };
  const [step] = planLink(terms(), { ...back, link: aLink(agreed) });
  expect(step).toMatchObject({ kind: 'updateCard', card: { businessPhones: ['020-1234567'] } });
});
