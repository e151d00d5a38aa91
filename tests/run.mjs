/**
 * The test command: jest on every test, as ES modules, then one plain closing line `N passed, N failed`.
 * Arguments go on to jest (`npm test -- tests/unit`). Exits with 1 when anything failed or nothing ran.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

const jest = join(createRequire(import.meta.url).resolve('jest/package.json'), '..', 'bin', 'jest.js');
const folder = mkdtempSync(join(tmpdir(), 'relatiebrug-test-'));
const resultFile = join(folder, 'result.json');
const args = process.argv.slice(2);
// One more than there are cores: most tests wait for a server, a process or a browser half of their time.
const workers = args.some((arg) => /^(-w|-i|--maxWorkers|--runInBand)/.test(arg))
  ? []
  : [`--maxWorkers=${availableParallelism() + 1}`];
const run = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    // Most of a test file's code runs too briefly to be worth optimising (a tenth of the processor time of all tests).
    ...(process.versions.node.startsWith('20.') ? ['--interrupt-budget=1000000'] : []),
    '--disable-warning=ExperimentalWarning',
    jest,
    '--json',
    `--outputFile=${resultFile}`,
    ...workers,
    ...args,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
let passed = 0;
let failed = 0;
try {
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  passed = result.numPassedTests;
  // A suite that could not be loaded is a failure that no single test carries.
  failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
} catch {
  failed = 1;
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(run.status === 0 && failed === 0 && passed > 0 ? 0 : 1);
