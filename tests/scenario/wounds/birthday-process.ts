/**
 * A process of its own that puts itself into one time zone after the other (TZ) and takes birthdays through a whole office in
 * each; for 05-birthday-in-every-zone.test.ts. Says a line of JSON for each zone: what it was ahead of UTC, and what came
 * out wrong. Clients of Outlook are played by what they store: 11:59 UTC, midnight UTC, or midnight where the client stands.
 *
 *     birthday-process.ts ZONE,ZONE,…
 */
import { fromGraphBirthday, toGraphBirthday } from '../../../worker/graph/contact/birthday.ts';
import sql from 'sql-template-tag';
import type { BirthdayForm } from '../../../sandbox/graph/switches.ts';
import { openScene, quiet } from './scene.ts';

/** Leap day, both ends of a year, days on which clocks are changed in one zone or another, and one before zones were whole hours. */
const days = [
  '1980-02-29',
  '1999-12-31',
  '2000-01-01',
  '1985-03-31',
  '1972-10-29',
  '1931-06-14',
  '1993-10-17',
];
const answers: readonly ('asWritten' | BirthdayForm)[] = [
  'asWritten',
  'midnightUtc',
  '1159Utc',
  'localMidnight',
];
const hourMs = 3_600_000;

const say = (fact: object): void => void process.stdout.write(`${JSON.stringify(fact)}\n`);

/** Midnight of this day where this process stands now; where the clocks skip it, the first moment of the day. */
const localMidnight = (day: string): Date => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
};
const aheadHours = (day: string): number =>
  (Date.parse(`${day}T00:00:00Z`) - localMidnight(day).getTime()) / hourMs;
/** The day after, `count` times: every zone and form another day, so that each is a change. */
const shifted = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 24 * hourMs).toISOString().slice(0, 10);

const scene = await openScene();
const [database] = await scene.office.db.query<{ timezone: string }>(
  sql`SELECT current_setting('TimeZone') AS timezone`,
);
say({ database: database?.timezone });

const forms = [
  (day: string): string => `${day}T11:59:00Z`,
  (day: string): string => `${day}T00:00:00Z`,
  (day: string): string => localMidnight(day).toISOString(),
];
const persons = [];
for (const [index, day] of days.entries())
  persons.push(
    await scene.person({ firstName: 'Noor', lastName: `Duin${index}`, birthDate: shifted(day, -1) }),
  );
await scene.pass();

for (const [turn, zone] of (process.argv[2] ?? '').split(',').entries()) {
  process.env['TZ'] = zone;
  const problems: string[] = [];
  const check = (what: string, is: unknown, shall: unknown): void => {
    if (JSON.stringify(is) !== JSON.stringify(shall))
      problems.push(`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(shall)}`);
  };
  const pass = async (what: string, shall: object): Promise<void> => {
    const counts: object = await scene.pass();
    check(what, Object.fromEntries(Object.entries(counts).filter(([name]) => name in quiet)), {
      ...Object.fromEntries(Object.keys(counts).flatMap((name) => (name in quiet ? [[name, 0]] : []))),
      ...shall,
    });
  };
  scene.office.sandbox.switches.set({ birthdayAnswers: answers[turn % answers.length]! });
  const fromCrm = days.map((day) => shifted(day, 2 * turn));
  for (const [index, birthDate] of fromCrm.entries())
    await scene.office.change(persons[index]!.id, { fields: { birthDate } });
  await pass('out', { toRemote: days.length });
  for (const [index, day] of fromCrm.entries())
    check('on the card', (await scene.cardOf(persons[index]!)).birthday, day);

  const typed = days.map((day) => shifted(day, 2 * turn + 1));
  for (const [index, day] of typed.entries()) {
    const form = forms[(turn + index) % forms.length]!;
    // East of UTC+12 this midnight is noon of the day before to everyone else, and is not to be told from it.
    const birthday = aheadHours(day) < 12 ? form(day) : `${day}T11:59:00Z`;
    scene.outlook.edit(await scene.cardOf(persons[index]!), { birthday });
  }
  await pass('in', { toCrm: days.length });
  for (const [index, day] of typed.entries())
    check('in the CRM', (await scene.fieldsOf(persons[index]!)).birthDate, day);
  await pass('again', {});
  say({ zone, ahead: aheadHours('2000-01-01'), problems });
}

/** The mapping alone, in every zone that this Node.js knows. */
const shiftedZones = new Set<string>();
let zones = 0;
const wrong: string[] = [];
for (const zone of Intl.supportedValuesOf('timeZone')) {
  process.env['TZ'] = zone;
  zones += 1;
  for (const day of days) {
    for (const at of [toGraphBirthday(day)!, `${day}T00:00:00Z`, `${day}T12:00:00Z`, day])
      if (fromGraphBirthday(at) !== day) wrong.push(`${zone} ${at}`);
    if (fromGraphBirthday(localMidnight(day).toISOString()) === day) continue;
    if (aheadHours(day) < 12) wrong.push(`${zone} local midnight of ${day}`);
    else shiftedZones.add(zone);
  }
}
say({ zones, wrong, east: [...shiftedZones].length });
await scene.office.close();
