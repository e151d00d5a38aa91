/**
 * R7 for the whole worker, against the sandbox and a real database: whatever Outlook mixes among cards at one address, no
 * value of one person reaches another in the CRM (statement 4), with edits, decisions, undo and crashes among the random
 * steps. When every question has been answered, both sides are equal (1), a further pass is silent (2), nothing typed is
 * lost (3), and there is one card a person (5).
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { canonical } from '../../shared/canonical.ts';
import type { PersonId } from '../../shared/ids.ts';
import { typedFieldIds, typedFields } from '../support/typed-fields.ts';
import { mixOp, MixingRun } from '../support/mixing-day.ts';
import { createOffice, type Office } from '../support/office.ts';
import { people, openTwoBoxes } from '../support/random-day.ts';

let office: Office;
beforeAll(async () => {
  office = await createOffice();
});
afterAll(() => office.close());

const begin = async (): Promise<MixingRun> => {
  const address = `info@${randomUUID()}.example`;
  const boxes = await openTwoBoxes(office);
  const persons: PersonId[] = [];
  for (let index = 0; index < people; index += 1) {
    const person = await office.person({
      relationManagerId: boxes[0]!.employeeId,
      ownerIds: [boxes[1]!.employeeId],
      fields: {
        firstName: `P${index} x`,
        lastName: `P${index} y`,
        workEmail: address,
        workPhone: `+3120${index}000000`,
        workMobile: `+3120${index}009999`,
      },
    });
    persons.push(person.id);
  }
  const run = new MixingRun(office, boxes, persons);
  for (const index of boxes.keys()) run.addOwnCard(index, address);
  return run;
};

const owner = (value: string | null): string | null =>
  /^(?:P|\+3120)(\d)/u.exec(value ?? '')?.[1] ??
  /^(S)|^\+3130/u.exec(value ?? '')?.[0] ??
  // Birthdays: the month tells.
  /^(?:19\d\d)-0(\d)/u.exec(value ?? '')?.[1]?.replace(/\d/u, (month) => String(Number(month) - 1)) ??
  null;

const strangersIn = async (run: MixingRun): Promise<string[]> => {
  const persons = await office.crm.persons(run.persons);
  return run.persons.flatMap((id, index) =>
    Object.entries(persons.get(id)!.fields).flatMap(([field, value]) => {
      const whose = owner(value);
      return whose === null || whose === String(index) ? [] : [`P${index} ${field} = ${value}`];
    }),
  );
};

const differences = async (run: MixingRun): Promise<string[]> => {
  const found: string[] = [];
  for (const index of run.boxes.keys()) {
    for (const link of await office.store.links(run.boxes[index]!.mailboxId)) {
      if (link.state !== 'active') continue;
      const who = run.persons.indexOf(link.personId);
      const [card, person] = [await run.card(index, who), await office.get(link.personId)];
      if (card === null) {
        found.push(`no card of P${who} in ${index}`);
        continue;
      }
      for (const name of typedFieldIds) {
        const value =
          name === 'birthDate' ? card.birthday : card.values[typedFields[name].property as 'surname'];
        const first = (Array.isArray(value) ? (value as string[])[0] : value) ?? null;
        const [crm, remote] = [person.fields[name], first].map((each) =>
          canonical(typedFields[name].form, each, 'NL'),
        );
        if (crm !== remote) found.push(`P${who} ${name} in ${index}: ${crm} / ${remote}`);
      }
    }
  }
  return found;
};

/** Passes and answers until nothing is asked any more. */
const settle = async (run: MixingRun): Promise<void> => {
  for (let round = 0; round < 8; round += 1) {
    for (const each of run.boxes) await office.rest(each);
    let decided = 0;
    for (const index of run.boxes.keys()) {
      const open = await office.held.listOpen(run.boxes[index]!.mailboxId);
      for (let count = 0; count < open.length; count += 1)
        if (await run.decideOne(index, 0, false)) decided += 1;
    }
    if (decided === 0) return;
  }
  const open = (await Promise.all(run.boxes.map(({ mailboxId }) => office.held.listOpen(mailboxId)))).flat();
  throw new Error(`still asked: ${open.map(({ reason }) => reason).join(', ')}`);
};

const checkAtRest = async (run: MixingRun): Promise<void> => {
  for (const each of run.boxes) await office.rest(each);
  expect(await strangersIn(run)).toEqual([]);
  expect(await run.lost()).toEqual([]);
  await settle(run);
  expect(await strangersIn(run)).toEqual([]);
  expect(await run.lost()).toEqual([]);
  for (const each of run.boxes) await office.rest(each);
  expect(await differences(run)).toEqual([]);
  const before = run.boxes.map((_, index) => run.appWrites(index).length);
  const versions = await office.crm.persons(run.persons);
  for (const each of run.boxes) await office.rest(each);
  expect(run.boxes.map((_, index) => run.appWrites(index).length)).toEqual(before);
  expect(await office.crm.persons(run.persons)).toEqual(versions);
  for (const [index, { mailboxId }] of run.boxes.entries()) {
    const linked = (await office.store.links(mailboxId)).map(({ cardId }) => cardId);
    expect(new Set(linked).size).toBe(linked.length);
    expect(run.appWrites(index).filter(({ action }) => action !== 'created' && action !== 'updated')).toEqual(
      [],
    );
  }
};

const switches = fc.record({
  deltaContent: fc.constantFrom('full' as const, 'changedOnly' as const, 'idsOnly' as const),
  deltaPageSize: fc.constantFrom(2, 50),
  deletedCards: fc.constantFrom('found' as const, 'gone' as const),
  moveShowsInDestination: fc.boolean(),
  nulls: fc.constantFrom('null' as const, 'omitted' as const),
});

test('R7: nothing of one person reaches another in the CRM, whatever is mixed, decided and taken back', async () => {
  const seed = process.env['PROPERTY_SEED'];
  const path = process.env['PROPERTY_PATH'];
  await fc.assert(
    fc.asyncProperty(fc.array(mixOp, { minLength: 4, maxLength: 18 }), switches, async (ops, chosen) => {
      office.sandbox.switches.reset();
      office.sandbox.switches.set(chosen);
      const run = await begin();
      for (const each of run.boxes) await office.rest(each);
      for (const each of ops) await run.doMixed(each);
      await office.sandbox.clock.advance(700_000);
      await checkAtRest(run);
    }),
    {
      numRuns: Number(process.env['PROPERTY_RUNS'] ?? 25),
      ...(seed === undefined ? {} : { seed: Number(seed) }),
      ...(path === undefined ? {} : { path }),
      interruptAfterTimeLimit: 200_000,
      markInterruptAsFailure: false,
      endOnFailure: true,
    },
  );
}, 260_000);
