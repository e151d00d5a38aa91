/**
 * What every CRM behind the port `Crm` must do, said as tests. A connector brings a setup: an empty CRM and the means
 * to bring about what happens inside it (new persons, changes by others, removals). Nothing here knows a certain CRM.
 */
import { randomUUID } from 'node:crypto';
import {
  asId,
  type ConnectorId,
  type EmployeeId,
  type MailboxId,
  type PersonId,
} from '../../../shared/ids.ts';
import type { Crm, CrmActor } from '../../../worker/pass/ports.ts';
import { feedContract } from './feed.ts';
import { drain, current, waitFor, devries, type CrmSeed, type CrmUnderTest } from './under-test.ts';

/** The first setup may have to start a server. */
const SETUP_MS = 60_000;

const mailboxId = asId<MailboxId>('5d0a4c1e-6a0f-4b5e-9d55-0f2f4f7f7d10');
const bySync: CrmActor = { kind: 'sync', mailboxId };
const gone = asId<PersonId>('0b8f3c52-54c6-49a7-8b63-1d7a1de0a001');
const nobody = asId<EmployeeId>('0b8f3c52-54c6-49a7-8b63-1d7a1de0a002');
const newConnectorId = (): ConnectorId => asId(randomUUID());

export const crmContract = (name: string, setup: () => Promise<CrmUnderTest>): void => {
  describe(`what every CRM must do: ${name}`, () => {
    let under: CrmUnderTest;
    let crm: Crm;
    let seed: CrmSeed;

    beforeEach(async () => {
      under = await setup();
      ({ crm, seed } = under);
    }, SETUP_MS);
    afterEach(() => under.close());

    feedContract(() => under);

    describe('persons', () => {
      test('come as they were made, with blanks as null', async () => {
        const petra = await seed.employee({ email: 'petra@kantoor.example', displayName: 'Petra' });
        const joris = await seed.employee({ email: 'joris@kantoor.example', displayName: 'Joris' });
        const { id } = await seed.person({
          ...devries,
          fields: {
            ...devries.fields,
            birthDate: '1980-02-29',
            jobTitle: ' ',
            workPhone: '+32 (0)2 555 01 00',
          },
          relationManagerId: petra.id,
          ownerIds: [joris.id, petra.id],
          groups: ['Klanten'],
        });
        const person = await current(crm, id);
        expect(person).toMatchObject({
          id,
          kind: 'contactPerson',
          relationManagerId: petra.id,
          groups: ['Klanten'],
          former: false,
          headId: null,
        });
        expect(new Set(person.ownerIds)).toEqual(new Set([petra.id, joris.id]));
        expect(person.organisation?.name).toBe('ABC Bedrijf');
        expect(person.fields).toMatchObject({
          surnamePrefix: 'de',
          birthDate: '1980-02-29',
          jobTitle: null,
          workPhone: '+32 (0)2 555 01 00',
          privateEmail: null,
        });
        expect(new Date(person.changedAt).toISOString()).toBe(person.changedAt);
      });

      test('that do not exist are absent, also under an id of another make', async () => {
        const { id } = await seed.person(devries);
        const found = await crm.persons([gone, id, asId<PersonId>('geen-id')]);
        expect([...found.keys()]).toEqual([id]);
        expect(await crm.persons([])).toEqual(new Map());
      });

      test('R1: of an employee are those it manages or owns, without the former', async () => {
        const petra = await seed.employee({ email: 'petra@kantoor.example', displayName: 'Petra' });
        const joris = await seed.employee({ email: 'joris@kantoor.example', displayName: 'Joris' });
        const managed = await seed.person({ ...devries, relationManagerId: petra.id, ownerIds: [petra.id] });
        const owned = await seed.person({ ...devries, relationManagerId: joris.id, ownerIds: [petra.id] });
        await seed.person({ ...devries, relationManagerId: joris.id });
        await seed.person({ ...devries, relationManagerId: petra.id, former: true });
        const ids = await crm.personsOf(petra.id);
        expect(ids.length).toBe(2);
        expect(new Set(ids)).toEqual(new Set([managed.id, owned.id]));
        expect(await crm.personsOf(nobody)).toEqual([]);
      });
    });

    describe('an update', () => {
      test('writes what it names, leaves the rest, and gives another version', async () => {
        const before = await seed.person(devries);
        const start = await crm.head();
        const result = await crm.update(
          before.id,
          before.version,
          { workPhone: '020-5550102', firstName: null },
          bySync,
        );
        if (result.outcome !== 'updated') throw new Error(result.outcome);
        expect(result.person.version).not.toBe(before.version);
        expect(result.person.fields).toEqual({ ...before.fields, workPhone: '020-5550102', firstName: null });
        expect(await current(crm, before.id)).toEqual(result.person);
        expect((await drain(crm, start)).ids).toEqual([before.id]);
      });

      test('that was made from an older version is stale and writes nothing, also when it is repeated', async () => {
        const before = await seed.person(devries);
        await seed.change(before.id, { former: true });
        const now = await current(crm, before.id);
        for (const _ of [1, 2]) {
          const result = await crm.update(before.id, before.version, { lastName: 'Jansen' }, bySync);
          expect(result).toEqual({ outcome: 'stale' });
        }
        expect(await current(crm, before.id)).toEqual(now);
      });

      test('of two made from the same version wins once', async () => {
        const before = await seed.person(devries);
        const results = await Promise.all(
          ['Jansen', 'Peeters'].map((lastName) =>
            crm.update(before.id, before.version, { lastName }, bySync),
          ),
        );
        expect(results.map((result) => result.outcome).sort()).toEqual(['stale', 'updated']);
      });

      test('R6: that changes nothing gives no other version and tells no feed', async () => {
        const before = await seed.person(devries);
        const start = await crm.head();
        const result = await crm.update(before.id, before.version, { lastName: 'Vries' }, bySync);
        expect(result).toEqual({ outcome: 'updated', person: before });
        expect((await drain(crm, start)).ids).toEqual([]);
      });

      test('of a person that is gone says so', async () => {
        expect(await crm.update(gone, '1', { lastName: 'Jansen' }, bySync)).toEqual({ outcome: 'gone' });
      });

      test.each([
        ['no surname', 'lastName', null, 'lastNameRequired'],
        ['a blank surname', 'lastName', '  ', 'lastNameRequired'],
        ['an address without a domain', 'workEmail', 'petra@abc', 'malformedEmail'],
        ['an address with a comma', 'privateEmail', 'petra@abc.example,', 'malformedEmail'],
        ['a day that does not exist', 'birthDate', '1980-02-30', 'invalidDate'],
        ['a date in another notation', 'birthDate', '1-2-1980', 'invalidDate'],
        ['a surname of 5,000 letters', 'lastName', 'x'.repeat(5000), 'tooLong'],
      ] as const)(
        'R5: with %s is refused with the reason, as `takes` foretold',
        async (_, field, value, reason) => {
          const before = await seed.person(devries);
          expect(crm.takes(field, value, 'contactPerson')).toBe(reason);
          const patch = { jobTitle: 'Directeur', [field]: value };
          const result = await crm.update(before.id, before.version, patch, bySync);
          expect(result).toEqual({ outcome: 'refused', field, reason });
          expect(await current(crm, before.id)).toEqual(before);
        },
      );

      test.each([
        ['workPhone', 'geheim'],
        ['workPhone', '(020) 555 01 00 tst. 12'],
        ['privateMobile', null],
        ['workEmail', 'Info@Abc.example'],
        ['lastName', "van 't Hof-D’Hondt"],
        ['birthDate', '2000-02-29'],
      ] as const)('R4: takes %s = %j and keeps it as typed', async (field, value) => {
        const before = await seed.person(devries);
        expect(crm.takes(field, value, 'contactPerson')).toBeNull();
        const result = await crm.update(before.id, before.version, { [field]: value }, bySync);
        expect(result.outcome).toBe('updated');
        expect((await current(crm, before.id)).fields[field]).toBe(value);
      });
    });

    describe('connector ids (R10)', () => {
      test('are one per employee and person, and null removes them', async () => {
        const petra = await seed.employee({ email: 'petra@kantoor.example', displayName: 'Petra' });
        const joris = await seed.employee({ email: 'joris@kantoor.example', displayName: 'Joris' });
        const { id } = await seed.person(devries);
        const [first, second, other] = [newConnectorId(), newConnectorId(), newConnectorId()];
        await crm.setConnectorId(petra.id, id, first);
        await crm.setConnectorId(petra.id, id, second);
        await crm.setConnectorId(petra.id, id, second);
        await crm.setConnectorId(joris.id, id, other);
        expect(await crm.connectorIds(petra.id)).toEqual(new Map([[id, second]]));
        expect(await crm.connectorIds(joris.id)).toEqual(new Map([[id, other]]));
        await crm.setConnectorId(petra.id, id, null);
        await crm.setConnectorId(petra.id, id, null);
        expect(await crm.connectorIds(petra.id)).toEqual(new Map());
        expect(await crm.connectorIds(joris.id)).toEqual(new Map([[id, other]]));
      });

      test('are given to several persons at once, those that are gone passed over', async () => {
        const petra = await seed.employee({ email: 'petra@kantoor.example', displayName: 'Petra' });
        const joris = await seed.employee({ email: 'joris@kantoor.example', displayName: 'Joris' });
        const [one, two, three] = [
          await seed.person(devries),
          await seed.person(devries),
          await seed.person(devries),
        ];
        const [first, second, third, other] = [
          newConnectorId(),
          newConnectorId(),
          newConnectorId(),
          newConnectorId(),
        ];
        await crm.setConnectorId(joris.id, one.id, other);
        await crm.setConnectorId(petra.id, one.id, newConnectorId());
        await seed.remove(three.id);
        const given = new Map([
          [two.id, second],
          [gone, newConnectorId()],
          [three.id, third],
          [one.id, first],
        ]);
        const start = await crm.head();
        await crm.setConnectorIds(petra.id, given);
        await crm.setConnectorIds(petra.id, given);
        await crm.setConnectorIds(petra.id, new Map());
        await crm.setConnectorIds(nobody, given);
        expect(await crm.connectorIds(petra.id)).toEqual(
          new Map([
            [one.id, first],
            [two.id, second],
          ]),
        );
        expect(await crm.connectorIds(joris.id)).toEqual(new Map([[one.id, other]]));
        expect((await drain(crm, start)).ids).toEqual([]);
      });

      test('change no version and tell no feed', async () => {
        const petra = await seed.employee({ email: 'petra@kantoor.example', displayName: 'Petra' });
        const before = await seed.person(devries);
        const start = await crm.head();
        await crm.setConnectorId(petra.id, before.id, newConnectorId());
        await crm.setConnectorId(petra.id, before.id, null);
        expect((await drain(crm, start)).ids).toEqual([]);
        expect(await current(crm, before.id)).toEqual(before);
      });

      test('of a person or employee that is gone are no error, since a crash may ask for them late', async () => {
        const petra = await seed.employee({ email: 'petra@kantoor.example', displayName: 'Petra' });
        const { id } = await seed.person(devries);
        await crm.setConnectorId(petra.id, id, newConnectorId());
        await seed.remove(id);
        await crm.setConnectorId(petra.id, id, newConnectorId());
        await crm.setConnectorId(petra.id, id, null);
        await crm.setConnectorId(nobody, gone, newConnectorId());
        expect(await crm.connectorIds(petra.id)).toEqual(new Map());
      });
    });

    describe('finding', () => {
      test('R7: an address that several persons share finds them all, compared canonically, the former last', async () => {
        const shared = { workEmail: 'Info@Abc.example' };
        const former = await seed.person({ fields: { lastName: 'Aalders', ...shared }, former: true });
        const one = await seed.person({ fields: { lastName: 'Vries', ...shared } });
        const other = await seed.person({
          kind: 'privatePerson',
          fields: { lastName: 'Jansen', privateEmail: 'info@abc.example' },
        });
        await seed.person({ fields: { lastName: 'Peeters', workEmail: 'info@abc.example.test' } });
        const found = await crm.findByEmail(' INFO@abc.example ');
        expect(found.length).toBe(3);
        expect(new Set(found.slice(0, 2).map((person) => person.id))).toEqual(new Set([one.id, other.id]));
        expect(found[2]?.id).toBe(former.id);
        expect(await crm.findByEmail('')).toEqual([]);
      });

      test('several addresses at once find their persons, each once, the former last, and none for what cannot be one', async () => {
        const former = await seed.person({
          fields: { lastName: 'Aalders', workEmail: 'a@abc.example' },
          former: true,
        });
        const both = await seed.person({
          fields: { lastName: 'Vries', workEmail: 'Info@Abc.example', privateEmail: 'thuis@vries.example' },
        });
        await seed.person({ fields: { lastName: 'Peeters', workEmail: 'p@abc.example' } });
        const asked = [
          'INFO@abc.example',
          'thuis@vries.example',
          'a@abc.example',
          'niemand@abc.example',
          '',
          'a\0@b.nl',
        ];
        expect((await crm.findByEmails(asked)).map(({ id }) => id)).toEqual([both.id, former.id]);
        expect(await crm.findByEmails([])).toEqual([]);
      });

      test('R1: the groups to choose from are those that somebody is in, each once', async () => {
        expect(await crm.groups()).toEqual([]);
        const one = await seed.person({ ...devries, groups: ['Kerst', 'Nieuwsbrief'] });
        await seed.person({ fields: { lastName: 'Jansen' }, groups: ['Kerst'] });
        expect([...(await crm.groups())].sort()).toEqual(['Kerst', 'Nieuwsbrief']);
        await seed.change(one.id, { groups: ['Kerst'] });
        expect(await crm.groups()).toEqual(['Kerst']);
      });

      test('an employee is found by address or UPN in any letter case, when active and the only one', async () => {
        const petra = await seed.employee({
          email: 'petra@kantoor.example',
          upn: 'p.dewit@kantoor.test',
          displayName: 'Petra de Wit',
        });
        await seed.employee({ email: 'anke@kantoor.example', displayName: 'Anke', active: false });
        await seed.employee({ email: 'bram@kantoor.example', upn: 'x@kantoor.test', displayName: 'Bram' });
        await seed.employee({ email: 'x@kantoor.test', displayName: 'Xander' });
        expect(await crm.findEmployee('Petra@Kantoor.example')).toEqual(petra);
        expect(await crm.findEmployee('P.deWit@kantoor.test')).toEqual(petra);
        expect(await crm.findEmployee('anke@kantoor.example')).toBeNull();
        expect(await crm.findEmployee('x@kantoor.test')).toBeNull();
        expect(await crm.findEmployee('niemand@kantoor.example')).toBeNull();
        expect((await crm.employees()).map((employee) => employee.email).sort()).toEqual([
          'anke@kantoor.example',
          'bram@kantoor.example',
          'petra@kantoor.example',
          'x@kantoor.test',
        ]);
      });
    });

    test('R2: whoever watches is called after a change, and no longer after it has stopped', async () => {
      let calls = 0;
      const stop = await crm.watch(() => {
        calls += 1;
      });
      const { id } = await seed.person(devries);
      await waitFor(() => calls > 0);
      const start = calls;
      await seed.change(id, { former: true });
      await waitFor(() => calls > start);
      await stop();
      const atStop = calls;
      await seed.change(id, { former: false });
      expect(calls).toBe(atStop);
    });
  });
};
