/**
 * `npm run demo -- --json` as whoever clones the repository runs it: real processes, real https, a real database. What
 * it promises on standard output is what others build on: one last line of JSON with exactly these keys.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const demo = ['--import', 'tsx', 'sandbox/demo/main.ts'];
const WITHIN_MS = 240_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relatiebrug-demo-test-'));
  // As root the database runs as another user, which walks through here.
  if (process.getuid?.() === 0) spawnSync('chmod', ['711', folder]);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the demo left in its own temporary folder; the caches of tsx do not count. */
const leftBehind = (): string[] => readdirSync(folder).filter((name) => !name.startsWith('tsx-'));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const runDemo = (
  args: readonly string[],
  onStderr: (text: string, stop: () => void) => void = () => undefined,
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    // A developer's own settings must not leak into the demo's worker.
    const env = {
      ...process.env,
      TMPDIR: folder,
      LANGUAGE: 'nl',
      DATABASE_URL: 'postgres://nobody.test/none',
    };
    const child = spawn(process.execPath, [...demo, ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      onStderr(stderr, () => child.kill('SIGINT'));
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });

describe('npm run demo', () => {
  test(
    'ends with one line of JSON in which nothing was deleted, doubled or written twice',
    async () => {
      const { code, stdout, stderr } = await runDemo(['--json']);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      const lines = stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(1);
      const figures = JSON.parse(lines[0] ?? '') as Record<string, number>;
      expect(Object.keys(figures)).toEqual([
        'persons',
        'selected',
        'cards',
        'created',
        'toOutlook',
        'toCrm',
        'conflicts',
        'held',
        'strangers',
        'removed',
        'deletedByUs',
        'doubles',
        'lastPassWrites',
        'requests',
        'elapsedMs',
      ]);
      expect(figures).toMatchObject({
        persons: 500,
        conflicts: 1,
        held: 4,
        strangers: 0,
        removed: 1,
        deletedByUs: 0,
        doubles: 0,
        lastPassWrites: 0,
      });
      expect(figures['created']).toBeGreaterThan(200);
      // One was thrown away by a user, one went in a merge and was made anew.
      expect(figures['cards']).toBe((figures['created'] ?? 0) - 2);
      expect(leftBehind()).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    'stopped halfway with Ctrl-C it clears everything away',
    async () => {
      let stoppedAt = 0;
      const { code, stdout } = await runDemo(['--json', '--lang', 'en'], (told, stop) => {
        if (stoppedAt > 0 || !told.includes('Filling the CRM')) return;
        stoppedAt = performance.now();
        stop();
      });
      expect(performance.now() - stoppedAt).toBeLessThan(15_000);
      expect(code).toBe(130);
      expect(stdout).toBe('');
      expect(leftBehind()).toEqual([]);
    },
    WITHIN_MS,
  );

  test('says how it is used when an argument is unknown', async () => {
    const { code, stdout, stderr } = await runDemo(['--fast']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('npm run demo -- [--json] [--serve] [--lang nl|en]');
  });
});
