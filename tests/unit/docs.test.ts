/** What the documents say and the code can check: links, settings, commands, folders, and the README's two commands. */
import { existsSync, readFileSync } from 'node:fs';
import { settingNames } from '../../worker/settings-table.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const documents = [
  'README.md',
  'docs/architecture.md',
  'docs/adding-a-crm.md',
  'docs/gebruiker.md',
  'docs/user.md',
  'docs/beheerder.md',
  'docs/administrator.md',
  'docs/threat-model.md',
  'docs/scale.md',
];

/** As GitHub makes them from headings. */
const anchors = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the documents', () => {
  test.each(documents)('%s links to what is there', (path) => {
    const text = read(path);
    for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/gu)) {
      if (/^https?:/u.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const url = file === '' ? new URL(path, root) : new URL(file, new URL(path, root));
      expect({ target, isThere: existsSync(url) }).toEqual({ target, isThere: true });
      if (anchor !== undefined) expect(anchors(readFileSync(url, 'utf8'))).toContain(anchor);
    }
  });

  test.each(documents)('%s names only npm scripts that exist', (path) => {
    const named = [...read(path).matchAll(/npm run ([\w:-]+)/gu)].map(([, name = '']) => name);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  test.each(['docs/beheerder.md', 'docs/administrator.md'])(
    '%s explains every setting and no other',
    (path) => {
      const rows = [...read(path).matchAll(/^\| `([A-Z_]+)`\s+\|/gmu)].map(([, name]) => name);
      expect(rows).toEqual([...settingNames]);
    },
  );

  test('the README has the two commands, word for word', () => {
    expect(read('README.md')).toContain('\nnpm ci && npm run demo\n');
    expect(read('README.md')).toContain('\nnpm ci && npm test\n');
  });

  test('the README names every command of the command line', () => {
    const commands = [...read('worker/main.ts').matchAll(/from '\.\/cli\/commands\/([\w-]+)\.ts'/gu)].map(
      ([, name = '']) => name,
    );
    expect(commands.length).toBeGreaterThan(5);
    for (const name of commands) expect(read('README.md')).toMatch(new RegExp(`\\| \`${name}\\b`, 'u'));
  });

  test('the architecture names only folders and files that exist', () => {
    const named = [
      ...read('docs/architecture.md').matchAll(/`((?:shared|worker|addin|sandbox|tests|docs)\/[\w./-]*)`/gu),
    ];
    expect(named.length).toBeGreaterThan(20);
    for (const [, path = ''] of named) {
      expect({ path, isThere: existsSync(new URL(path, root)) }).toEqual({ path, isThere: true });
    }
  });

  test('the threat model names only tests that exist', () => {
    const named = [...read('docs/threat-model.md').matchAll(/`(tests\/[\w./-]+)`/gu)];
    expect(named.length).toBeGreaterThan(10);
    for (const [, path = ''] of named) {
      expect({ path, isThere: existsSync(new URL(path, root)) }).toEqual({ path, isThere: true });
    }
  });

  test('the manifest and the README name the same addresses to register', () => {
    expect(read('manifest.xml')).toContain('https://localhost:3000');
    for (const address of ['/connect/callback', 'brk-multihub://', '/redirect.html', 'access_as_user']) {
      expect(read('README.md')).toContain(address);
    }
  });
});
