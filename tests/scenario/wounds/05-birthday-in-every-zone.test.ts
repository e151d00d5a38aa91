/**
 * tine20/tine20 #7209 (and #3368, #5285, #5667 …): a birthday was kept as an instant and taken through the user's or the
 * server's time zone on each side; it came out a day early or late, in another direction with each client, and
 * moved on with every save (R4: a birthday is a date, no time zone moves it).
 *
 * The worker's time zone is that of its process, so this runs in a process of its own. What clients store is played: 11:59
 * UTC as Exchange does, midnight UTC, and midnight where the client stands. Seen to fail: with
 * `fromGraphBirthday` (worker/graph/contact/birthday.ts) taking the day (1) as the process's own zone shows it or (2) from the
 * first ten letters of the instant, the first and third fail: a day early in the one half of the zones, late in the other.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Of every whole and broken offset at least one, those that change their clocks at midnight, and both ends of the day. */
const zones = [
  'Europe/Amsterdam',
  'Pacific/Pago_Pago',
  'America/Los_Angeles',
  'America/Caracas',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Europe/Lisbon',
  'UTC',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Tehran',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
];

interface Fact {
  readonly database?: string;
  readonly zone?: string;
  readonly ahead?: number;
  readonly problems?: readonly string[];
  readonly zones?: number;
  readonly wrong?: readonly string[];
  readonly east?: number;
}

const factsOf = async (some: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Fact[]> => {
  const script = fileURLToPath(new URL('./birthday-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, some.join(',')], {
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  const facts: Fact[] = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => facts.push(JSON.parse(line) as Fact));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`ended with ${code}: ${errors}`);
  return facts;
};

let facts: Fact[];
beforeAll(async () => {
  // The database's own zone lies at the other end of the day.
  facts = await factsOf(zones, { TZ: 'Europe/Amsterdam', PGOPTIONS: '-c TimeZone=Pacific/Kiritimati' });
}, 240_000);

test('tine20 #7209: a birthday is the same day in the CRM and on the card, in whatever zone worker and client are', () => {
  expect(
    facts.filter(({ zone }) => zone !== undefined).map(({ zone, problems }) => [zone, problems]),
  ).toEqual(zones.map((zone) => [zone, []]));
});

test('tine20 #7209: the process really stood in those zones, and the database in another', () => {
  const ahead = new Map(facts.map((fact) => [fact.zone, fact.ahead]));
  expect(ahead.get('Pacific/Kiritimati')).toBe(14);
  expect(ahead.get('America/St_Johns')).toBe(-3.5);
  expect(ahead.get('Pacific/Pago_Pago')).toBe(-11);
  expect(facts[0]).toEqual({ database: 'Pacific/Kiritimati' });
});

test('tine20 #7209: all zones that there are read a stored birthday as the same day, and a local midnight west of UTC+12 too', () => {
  const { zones: count = 0, wrong, east = 0 } = facts.at(-1)!;
  expect(count).toBeGreaterThan(400);
  expect(wrong).toEqual([]);
  // From UTC+12 on, midnight there is noon UTC of the day before, which others store for that day: read as that.
  expect(east).toBeGreaterThan(0);
  expect(east).toBeLessThan(25);
});
