/** What can be said of the command line before it opens anything: help, languages, wrong calls, wrong settings. */
import { cliErrorTexts } from '../../../shared/texts/cli-errors.ts';
import { CommandError, explain } from '../../../worker/cli/errors.ts';
import { StoreError } from '../../../worker/store/errors.ts';
import { inside, relatiebrug } from './bin.ts';

const leaves = [
  ['serve'],
  ['work'],
  ['migrate'],
  ['import'],
  ['export'],
  ['mailbox', 'list'],
  ['mailbox', 'show'],
  ['mailbox', 'activate'],
  ['mailbox', 'settings'],
  ['mailbox', 'exclude'],
  ['mailbox', 'include'],
  ['mailbox', 'pause'],
  ['mailbox', 'resume'],
  ['mailbox', 'brake'],
  ['mailbox', 'cleanup'],
  ['mailbox', 'deactivate'],
  ['held', 'list'],
  ['held', 'show'],
  ['held', 'decide'],
  ['held', 'pairs'],
  ['held', 'forget'],
  ['sync'],
  ['status'],
  ['doctor'],
];

describe('help', () => {
  test('every command has it in both languages, and offers --json', async () => {
    for (const command of leaves) {
      const english = await inside([...command, '--help']);
      const dutch = await inside([...command, '--help'], { LANGUAGE: 'nl' });
      expect([command, english.code, dutch.code]).toEqual([command, 0, 0]);
      for (const { out } of [english, dutch]) expect(out).toContain('--json');
      expect(english.out).toContain('Usage: relatiebrug');
      expect(dutch.out).toContain('Gebruik: relatiebrug');
      expect(dutch.out).not.toBe(english.out);
    }
  });

  test('of the whole names every command', async () => {
    const { out } = await inside(['--help']);
    for (const [name] of leaves) expect(out).toMatch(new RegExp(`^  ${String(name)} `, 'mu'));
    const mailbox = await inside(['mailbox', '--help']);
    for (const [group, name] of leaves) {
      if (group === 'mailbox') expect(mailbox.out).toContain(`  ${String(name)} `);
    }
  });

  test('of the real command comes also with settings that are wrong', async () => {
    const { code, out, err } = await relatiebrug(['--help'], { PORT: 'no number' });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Usage: relatiebrug');
  }, 60_000);
});

describe('a wrong call', () => {
  const wrong = [
    [],
    ['walk'],
    ['sync'],
    ['import'],
    ['serve', '--loud'],
    ['sync', 'a@b.nl', 'c@d.nl'],
    ['export', '-'],
    ['export', 'persons.doc'],
    ['export', '-', '--format', 'csv', '--json'],
  ];

  test('ends with 2, says what is wrong and changes nothing', async () => {
    for (const args of wrong) {
      const { code, out, err } = await inside(args);
      expect([args, code]).toEqual([args, 2]);
      expect(out + err).not.toBe('');
      expect(out + err).not.toMatch(/\bat .*\.ts:/u);
    }
  });

  test('with --json is one JSON document', async () => {
    const { out, err } = await inside(['sync', '--json']);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'usage' } });
    expect(err).toBe('');
  });

  test('is told in Dutch to who speaks Dutch', async () => {
    expect((await inside(['serve', '--loud'], { LANGUAGE: 'nl_NL:nl' })).err).toBe(
      "Onbekende optie '--loud'. `--help` toont wat er kan.\n",
    );
  });
});

describe('wrong settings', () => {
  test('stop the real command with every variable named, without its value', async () => {
    const { code, out, err } = await relatiebrug(['status'], {
      PORT: 'geheim',
      CLIENT_ID: 'geheim',
      TLS_CERT_FILE: 'a',
    });
    expect([code, out]).toEqual([2, '']);
    for (const name of ['PORT', 'CLIENT_ID', 'TLS_KEY_FILE']) expect(err).toContain(name);
    expect(err).not.toContain('geheim');
  }, 60_000);

  test('are one JSON document with --json', async () => {
    const { code, out } = await inside(['status', '--json'], { PORT: 'x' });
    expect(code).toBe(2);
    const { error } = JSON.parse(out) as { error: { code: string; message: string } };
    expect(error.code).toBe('settings.wrong');
    expect(error.message).toContain('PORT');
  });

  test('a secret that ends soon is a warning of doctor, and one that is over is wrong', async () => {
    const stateWith = async (expires: Date): Promise<unknown> => {
      const env = {
        CLIENT_SECRET: 'x',
        CLIENT_SECRET_EXPIRES: expires.toISOString().slice(0, 10),
        DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
        AUTHORITY: 'https://127.0.0.1:1',
        GRAPH_BASE_URL: 'https://127.0.0.1:1',
      };
      const { checks } = JSON.parse((await inside(['doctor', '--json'], env)).out) as {
        checks: { check: string; state: string; message: string }[];
      };
      const found = checks.find(({ message }) => message.includes('CLIENT_SECRET_EXPIRES'));
      return found && [found.check, found.state];
    };
    const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
    expect(await stateWith(inDays(20))).toEqual(['credential', 'warning']);
    expect(await stateWith(inDays(-2))).toEqual(['credential', 'wrong']);
    expect(await stateWith(inDays(60))).toBeUndefined();
  });

  test('are a finding to doctor, which says what to do', async () => {
    const { code, out } = await inside(['doctor', '--json'], { PORT: 'x', HOST: ' ' });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      checks: [{ check: 'settings', state: 'wrong', message: expect.stringContaining('PORT') as string }],
    });
  });
});

describe('errors in words', () => {
  test('every code has a sentence in both languages, and none of them a stack', () => {
    expect(Object.keys(cliErrorTexts.en).sort()).toEqual(Object.keys(cliErrorTexts.nl).sort());
    const said = explain(new CommandError('noMailbox', { name: 'a@b.nl' }, 1), 'nl');
    expect(said.message).toContain('a@b.nl');
  });

  test('a failure of the store is Dutch by its code, and in English says the particulars', () => {
    const error = new StoreError('store.newerSchema', 'migration 0009-x.sql');
    expect(explain(error, 'nl').message).toMatch(/nieuwere versie/u);
    expect(explain(error, 'en').message).toBe('migration 0009-x.sql');
  });

  test('what nobody foresaw gives its code and where to look, never its own text', () => {
    const said = explain(Object.assign(new Error('row (Petra, geheim)'), { code: '23505' }), 'en');
    expect(said).toMatchObject({ code: '23505', exit: 1 });
    expect(said.message).toContain('23505');
    expect(said.message).not.toContain('geheim');
    expect(explain(null, 'en').code).toBe('unknown');
  });
});
