/**
 * The whole worker against the sandbox: two mailboxes on the same persons, random edits on both sides, moves, copies and
 * removals, every fault of the sandbox, lost delta tokens, crashes at any call, and Microsoft's unknown behaviours
 * switched at random. At rest the statements must hold (those of the merge guard apart: nobody shares an address here).
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { canonical } from '../../shared/canonical.ts';
import type { PersonId } from '../../shared/ids.ts';
import { mappedProperties, typedFieldIds, typedFields } from '../support/typed-fields.ts';
import { connectorProperty, createOffice, type Office } from '../support/office.ts';
import { op, people, rates, Run, switches, openTwoBoxes } from '../support/random-day.ts';

let office: Office;
beforeAll(async () => {
  office = await createOffice();
});
afterAll(() => office.close());

const begin = async (): Promise<Run> => {
  const boxes = await openTwoBoxes(office);
  const persons: PersonId[] = [];
  for (let index = 0; index < people; index += 1) {
    const person = await office.person({
      relationManagerId: boxes[0]!.employeeId,
      ownerIds: [boxes[1]!.employeeId],
      fields: {
        firstName: `P${index} x`,
        lastName: `P${index} y`,
        workEmail: `p${index}@${randomUUID()}.example`,
        workPhone: `+3120${index}000000`,
      },
    });
    persons.push(person.id);
  }
  return new Run(office, boxes, persons);
};

const checkAtRest = async (run: Run): Promise<void> => {
  for (const index of run.boxes.keys()) await office.rest(run.boxes[index]!);
  for (const index of run.boxes.keys()) await office.rest(run.boxes[index]!);
  const before = run.boxes.map((_, index) => ({ writes: run.appWrites(index).length, own: run.own(index) }));
  const versions = await office.crm.persons(run.persons);

  // 2 silence
  for (const each of run.boxes) await office.rest(each);
  expect(run.boxes.map((_, index) => ({ writes: run.appWrites(index).length, own: run.own(index) }))).toEqual(
    before,
  );
  expect(await office.crm.persons(run.persons)).toEqual(versions);

  for (const [index, { mailboxId }] of run.boxes.entries()) {
    const held = await office.held.listOpen(mailboxId);
    const links = await office.store.links(mailboxId);
    expect(links.filter((link) => link.state === 'creating')).toEqual([]);
    for (const link of links) {
      const who = run.persons.indexOf(link.personId);
      const card = await run.card(index, who);
      expect(card).not.toBeNull();
      if (link.state !== 'active') continue;
      // R7: both names typed anew at once may be another human's; such a card waits as a whole, outward too.
      if (held.some(({ linkId, reason }) => linkId === link.id && reason === 'nameOfAnother')) continue;
      // 1 convergence
      const person = versions.get(link.personId)!;
      const heldFields = held
        .filter((each) => each.linkId === link.id)
        .flatMap((each) => each.fields.map((f) => f.field));
      const sides = typedFieldIds
        .filter((name) => !heldFields.includes(name))
        .map((name) => {
          const value =
            name === 'birthDate' ? card!.birthday : card!.values[typedFields[name].property as 'surname'];
          const first: unknown = Array.isArray(value) ? value[0] : value;
          return [
            name,
            canonical(typedFields[name].form, person.fields[name], 'NL'),
            canonical(typedFields[name].form, (first as string) ?? null, 'NL'),
          ];
        });
      expect(sides.filter(([, crm, remote]) => crm !== remote)).toEqual([]);
    }
    // 5 no doubles: one living card of ours a person, one connector ID a card
    const made = new Set(
      run
        .appWrites(index)
        .filter(({ action }) => action === 'created')
        .map(({ cardId }) => cardId),
    );
    const living = run.outlook(index).cards();
    const linkedTo = new Set(links.map((link) => link.cardId as string));
    const stray = living.filter((card) => made.has(card.id) && !linkedTo.has(card.id));
    // A card may stand without a link only when its user took it away from the link: a copy took its place.
    expect(stray.filter((card) => card.properties[connectorProperty])).toEqual([]);
    const carried = living.map((card) => card.properties[connectorProperty]).filter(Boolean);
    expect(new Set(carried).size).toBe(carried.length);
    expect(links.length).toBeLessThanOrEqual(run.persons.length);
    expect(stray.length).toBe(0);
    // 6 nothing deleted, nothing unmapped touched
    for (const { action, properties } of run.appWrites(index)) {
      expect(['created', 'updated']).toContain(action);
      expect(properties.filter((name) => !mappedProperties.has(name))).toEqual([]);
    }
  }
  // 4 no strangers
  for (const [index, id] of run.persons.entries()) {
    const values = Object.values(versions.get(id)!.fields);
    const strange = values.filter((value) => {
      const whose = /^(?:P|\+3120)(\d)/u.exec(value ?? '')?.[1];
      return whose !== undefined && whose !== String(index);
    });
    expect(strange).toEqual([]);
  }
  // 3 no lost update
  expect(await run.lost()).toEqual([]);
};

test('statements 1 to 7 hold for the whole worker under edits, faults and crashes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(op, { minLength: 5, maxLength: 25 }),
      switches,
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.boolean(),
      async (ops, chosen, seed, faulty) => {
        office.sandbox.switches.reset();
        office.sandbox.switches.set(chosen);
        const run = await begin();
        if (faulty) office.sandbox.faults.random({ seed, rates });
        for (const each of run.boxes) await office.pass(each);
        for (const each of ops) await run.do(each);
        office.sandbox.faults.clear();
        await office.sandbox.clock.advance(700_000);
        await checkAtRest(run);
      },
    ),
    {
      numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40),
      ...(process.env['PROPERTY_SEED'] === undefined ? {} : { seed: Number(process.env['PROPERTY_SEED']) }),
      ...(process.env['PROPERTY_PATH'] === undefined ? {} : { path: process.env['PROPERTY_PATH'] }),
      interruptAfterTimeLimit: 240_000,
      markInterruptAsFailure: false,
      endOnFailure: true,
    },
  );
}, 300_000);
