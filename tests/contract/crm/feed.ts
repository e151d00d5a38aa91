/** What the change feed of every CRM must do (R2, R13), said as tests; part of suite.ts. */
import type { PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import type { Crm } from '../../../worker/pass/ports.ts';
import { drain, current, devries, type CrmSeed, type CrmUnderTest, type SeedChange } from './under-test.ts';

export const feedContract = (under: () => CrmUnderTest): void => {
  describe('the change feed', () => {
    let crm: Crm;
    let seed: CrmSeed;

    beforeEach(() => {
      ({ crm, seed } = under());
    });

    test('R2: tells of a new person and of every change of any part of it', async () => {
      const petra = await seed.employee({ email: 'petra@kantoor.example', displayName: 'Petra' });
      const start = await crm.head();
      const { id } = await seed.person(devries);
      let { cursor, ids } = await drain(crm, start);
      expect(ids).toEqual([id]);
      const changes: SeedChange[] = [
        { fields: { workPhone: '020-5550100' } },
        { relationManagerId: petra.id },
        { relationManagerId: null },
        { ownerIds: [petra.id] },
        { ownerIds: [] },
        { groups: ['Klanten'] },
        { groups: [] },
        { former: true },
      ];
      for (const change of changes) {
        const before = await current(crm, id);
        await seed.change(id, change);
        ({ cursor, ids } = await drain(crm, cursor));
        expect({ change, ids }).toEqual({ change, ids: [id] });
        expect((await current(crm, id)).version).not.toBe(before.version);
      }
    });

    test('R2: an organisation with another name is a change of each of its persons, and of nobody else', async () => {
      const one = await seed.person(devries);
      const other = await seed.person({ ...devries, fields: { lastName: 'Jansen' } });
      await seed.person({ fields: { lastName: 'Peeters' }, organisationName: 'Ander Bedrijf' });
      const start = await crm.head();
      await seed.renameOrganisation(one.id, 'ABC Groep');
      expect(new Set((await drain(crm, start)).ids)).toEqual(new Set([one.id, other.id]));
      const renamed = await current(crm, one.id);
      expect(renamed.organisation?.name).toBe('ABC Groep');
      expect(renamed.version).not.toBe(one.version);
    });

    test('tells of a person that was removed, and the person is absent from then on', async () => {
      const { id } = await seed.person(devries);
      const start = await crm.head();
      await seed.remove(id);
      expect((await drain(crm, start)).ids).toEqual([id]);
      expect(await crm.persons([id])).toEqual(new Map());
      expect(await crm.findByEmail('petra@abc.example')).toEqual([]);
    });

    test('R13: a change that began before the cursor and commits after it is not skipped', async () => {
      const early = await seed.person(devries);
      const late = await seed.person({ fields: { lastName: 'Jansen' } });
      const start = await crm.head();
      const slow = await seed.beginChange(early.id, { fields: { workPhone: '020-5550101' } });
      await seed.change(late.id, { former: true });
      const first = await drain(crm, start);
      expect(first.ids).toEqual([late.id]);
      await slow.commit();
      expect((await drain(crm, first.cursor)).ids).toEqual([early.id]);
    });

    test('R13: a head taken while a change is under way is followed by that change', async () => {
      const { id } = await seed.person(devries);
      const slow = await seed.beginChange(id, { former: true });
      const start = await crm.head();
      await slow.commit();
      expect((await drain(crm, start)).ids).toEqual([id]);
    });

    test('misses nothing that many writers do at the same time as it is read', async () => {
      const persons: Person[] = [];
      for (let each = 0; each < 8; each += 1) {
        persons.push(await seed.person({ fields: { lastName: `Jansen ${each}` } }));
      }
      const seen = new Map<PersonId, string>();
      let cursor = await crm.head();
      let writing = true;
      const readOn = async (): Promise<void> => {
        for (;;) {
          // Asked before the page is read: what is written in between needs one more look.
          const afterTheWriters = !writing;
          const page = await crm.changes(cursor, 3);
          cursor = page.cursor;
          const read = await crm.persons(page.personIds);
          for (const person of read.values()) seen.set(person.id, person.fields.workPhone ?? '');
          if (!page.more && afterTheWriters) return;
        }
      };
      const write = async (person: Person): Promise<void> => {
        for (let turn = 0; turn < 6; turn += 1) {
          await seed.change(person.id, { fields: { workPhone: `020-55501${turn}0` } });
        }
      };
      const reading = readOn();
      await Promise.all(persons.map(write));
      writing = false;
      await reading;
      expect(seen).toEqual(new Map(persons.map((person) => [person.id, '020-5550150'])));
    });

    test('has a person at most once a page, goes on where the page before ended, and ends', async () => {
      const start = await crm.head();
      const ids: PersonId[] = [];
      for (let each = 0; each < 7; each += 1) {
        ids.push((await seed.person({ fields: { lastName: `Peeters ${each}` } })).id);
      }
      await seed.change(ids[0] as PersonId, { former: true });
      await seed.change(ids[0] as PersonId, { former: false });
      const { pages, ids: told } = await drain(crm, start, 3);
      for (const page of pages) {
        expect(page.length).toBeLessThanOrEqual(3);
        expect(new Set(page).size).toBe(page.length);
      }
      expect(new Set(told)).toEqual(new Set(ids));
    });

    test('R6: stands still when nothing happens, and says the same when asked again', async () => {
      const start = await crm.head();
      await seed.person(devries);
      const once = await crm.changes(start, 10);
      expect(await crm.changes(start, 10)).toEqual(once);
      expect(await crm.changes(once.cursor, 10)).toEqual({
        personIds: [],
        cursor: once.cursor,
        more: false,
      });
      expect(await crm.head()).toBe(once.cursor);
      expect(await crm.head()).toBe(once.cursor);
    });
  });
};
