/**
 * Import of a CSV file of N persons by the command line into an empty CRM, as an administrator does it.
 *
 *     node --import tsx bench/scale/import.ts [--persons 100000] [--json]
 *
 * CPU and peak memory are of the command's own process; the peak is looked at every 100 ms until it ends.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { startWorker } from '../../tests/support/worker-process.ts';
import { exportHeadings } from '../../worker/crm/files/headings.ts';
import { runAlone } from './alone.ts';
import { openBenchOffice } from './office.ts';
import { megabyte, round } from './push.ts';
import { usageOf, type Usage } from './usage.ts';

const lookEveryMs = 50;

const fileOf = (persons: number): string => {
  const {
    kind,
    firstName,
    lastName,
    birthDate,
    organisation,
    jobTitle,
    workEmail,
    workPhone,
    relationManager,
  } = exportHeadings.nl;
  const headings = [
    kind,
    firstName,
    lastName,
    birthDate,
    organisation,
    jobTitle,
    workEmail,
    workPhone,
    relationManager,
  ];
  const lines = [headings.join(';')];
  for (let n = 1; n <= persons; n += 1) {
    const organisationNumber = String(Math.floor(n / 5));
    lines.push(
      [
        'Contactpersoon',
        'Anna',
        `Naam ${String(n)}`,
        `19${String(50 + (n % 50))}-0${String(1 + (n % 9))}-1${String(n % 10)}`,
        `Organisatie ${organisationNumber}`,
        'Directeur',
        `p${String(n)}@bedrijf${organisationNumber}.example`,
        `030 ${String(1_000_000 + n)}`,
        `beheerder${String(n % 10)}@kantoor.example`,
      ].join(';'),
    );
  }
  return `${lines.join('\r\n')}\r\n`;
};

export const measureImport = async (persons: number): Promise<Readonly<Record<string, number>>> => {
  const office = await openBenchOffice();
  const folder = await mkdtemp(join(tmpdir(), 'relatiebrug-bench-import-'));
  try {
    const file = join(folder, 'personen.csv');
    await writeFile(file, fileOf(persons));
    const before = office.store.cpuSeconds();
    const begun = performance.now();
    const command = startWorker(['import', file, '--yes', '--create-employees', '--json'], office.env);
    let used: Usage = usageOf(command.pid);
    const looking = setInterval(() => {
      const now = usageOf(command.pid);
      if (now.peakRssBytes >= used.peakRssBytes) used = now;
    }, lookEveryMs);
    const { code, stdout, stderr } = await command.ended;
    clearInterval(looking);
    if (code !== 0)
      throw new Error(`the import ended with ${String(code)}: ${(stderr + stdout).slice(-1_000)}`);
    const seconds = (performance.now() - begun) / 1_000;
    const [row] = await office.db.query<{ n: number }>(sql`SELECT count(*)::int AS n FROM crm.persons`);
    return {
      persons,
      imported: row?.n ?? 0,
      seconds: round(seconds),
      personsPerSecond: round(persons / seconds, 0),
      cpuSeconds: round(used.cpuSeconds),
      peakMb: round(used.peakRssBytes / megabyte, 0),
      postgresCpuSeconds: round(office.store.cpuSeconds() - before),
    };
  } finally {
    await office.close();
    await rm(folder, { recursive: true, force: true });
  }
};

await runAlone(import.meta.url, { persons: '100000' }, ({ number }) => measureImport(number('persons')));
