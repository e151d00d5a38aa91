/**
 * The files under worker/deploy say only what is there: settings of ours, files of the repository, values that the chart declares.
 * They are read here, not run: no container engine, Helm or Kubernetes is asked.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { settingNames } from '../../worker/settings-table.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const deploy = join(root, 'worker', 'deploy');
const chart = join(deploy, 'helm', 'relatiebrug');
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const settings = new Set<string>(settingNames);

type Tree = Record<string, unknown>;
const asTree = (value: unknown): Tree => (typeof value === 'object' && value !== null ? (value as Tree) : {});
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce((found: unknown, key) => asTree(found)[key], value);

const templates = readdirSync(join(chart, 'templates'));
const compose: unknown = parse(read(deploy, 'compose.yaml'), { merge: true });
const values: unknown = parse(read(chart, 'values.yaml'));
const unit = read(deploy, 'relatiebrug.service');
const containerfile = read(deploy, 'Containerfile');

/** Of others: the image's, the database's, Node's own. */
const ofOthers = new Set(['NODE_ENV', 'POSTGRES_DB', 'POSTGRES_USER', 'POSTGRES_PASSWORD_FILE']);
const isKnown = (name: string): boolean => settings.has(name) || ofOthers.has(name);

describe('settings that the files name', () => {
  const services = Object.values(asTree(at(compose, 'services')));
  const helpers = read(chart, 'templates', '_helpers.tpl');
  test.each<[string, string[]]>([
    ['compose.yaml', services.flatMap((service) => Object.keys(asTree(at(service, 'environment'))))],
    [
      'compose.yaml, secrets',
      Object.keys(asTree(at(compose, 'secrets'))).filter((name) => /^[A-Z]/u.test(name)),
    ],
    [
      'Containerfile',
      [...containerfile.matchAll(/^ENV (.+)$/gmu)].flatMap(([, all = '']) =>
        all.split(' ').map((one) => one.split('=')[0]!),
      ),
    ],
    ['relatiebrug.service', [...unit.matchAll(/^Environment=(\w+)=/gmu)].map(([, name = '']) => name)],
    ['values.yaml', Object.keys(asTree(at(values, 'settings')))],
    ['_helpers.tpl', [...helpers.matchAll(/- name: ([A-Z_]+)$/gmu)].map(([, name = '']) => name)],
  ])('%s', (_, names) => {
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !isKnown(name))).toEqual([]);
  });

  test('in comments too', () => {
    const all = [
      containerfile,
      unit,
      ...['compose.yaml', 'with-secrets.sh', 'helm/relatiebrug/values.yaml'].map((name) =>
        read(deploy, name),
      ),
    ];
    const named = all.flatMap((text) =>
      [...text.matchAll(/\b[A-Z]{2,}(?:_[A-Z]+)+\b/gu)].map(([name]) => name),
    );
    const notSettings = new Set(['SECRETS_FOLDER', 'AF_INET', 'AF_UNIX']);
    expect([...new Set(named)].filter((name) => !isKnown(name) && !notSettings.has(name))).toEqual([]);
  });
});

describe('the container', () => {
  const copied = [...containerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gmu)].flatMap(([, from = '']) =>
    from.split(' '),
  );

  test('is made of files that are there, and that its ignore file lets through', () => {
    const ignored = read(deploy, 'Containerfile.dockerignore');
    expect(copied.length).toBeGreaterThan(5);
    for (const path of copied) {
      expect({ path, isThere: existsSync(join(root, path)) }).toEqual({ path, isThere: true });
      expect(ignored).toContain(`\n!${path}\n`);
    }
  });

  test('holds what the worker reads beside its own sources', () => {
    for (const path of ['package.json', 'shared', 'worker']) expect(copied).toContain(path);
    expect(containerfile).toMatch(/^COPY --from=pane \/app\/dist\/addin dist\/addin$/mu);
    expect(containerfile).toMatch(/^USER 1000:1000$/mu);
  });

  test('takes secrets from files, and leaves what is set and what is no setting', () => {
    const folder = mkdtempSync(join(tmpdir(), 'relatiebrug-secrets-'));
    try {
      writeFileSync(join(folder, 'CLIENT_SECRET'), "it's $HOME `x`\n");
      writeFileSync(join(folder, 'DATABASE_URL'), 'from the file');
      writeFileSync(join(folder, 'token_key'), 'only a path');
      writeFileSync(join(folder, 'A;touch x'), 'not a name');
      const print =
        'console.log(JSON.stringify([process.env.CLIENT_SECRET, process.env.DATABASE_URL, process.env.token_key]))';
      const script = join(deploy, 'with-secrets.sh');
      const said = execFileSync('sh', [script, process.execPath, '--eval', print], {
        env: { PATH: process.env['PATH'], SECRETS_FOLDER: folder, DATABASE_URL: 'set' },
        encoding: 'utf8',
      });
      expect(JSON.parse(said)).toEqual(["it's $HOME `x`", 'set', null]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test('the compose file starts a database, one migration, the web address and two workers, and each waits for what it needs', () => {
  const services = asTree(at(compose, 'services'));
  expect(Object.keys(services)).toEqual(['postgres', 'migrate', 'serve', 'work']);
  expect(at(services, 'work', 'deploy', 'replicas')).toBe(2);
  const declared = Object.keys(asTree(at(compose, 'secrets')));
  for (const [name, service] of Object.entries(services)) {
    for (const secret of at(service, 'secrets') as string[]) expect(declared).toContain(secret);
    for (const needed of Object.keys(asTree(at(service, 'depends_on'))))
      expect(Object.keys(services)).toContain(needed);
    if (name === 'serve' || name === 'work')
      expect(at(service, 'healthcheck', 'test')).toContainEqual(expect.stringContaining('/readyz'));
  }
});

describe('the chart', () => {
  const text = templates.map((name) => read(chart, 'templates', name)).join('\n');
  const paths = (value: unknown, before: string[] = []): string[] =>
    Object.entries(asTree(value)).flatMap(([key, inner]) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) && Object.keys(inner).length > 0
        ? [[...before, key].join('.'), ...paths(inner, [...before, key])]
        : [[...before, key].join('.')],
    );

  test('uses only values that it declares, and declares none that it does not use', () => {
    const declared = new Set(paths(values));
    const used = new Set([...text.matchAll(/\$?\.Values\.([\w.]+)/gu)].map(([, path = '']) => path));
    expect([...used].filter((path) => !declared.has(path))).toEqual([]);
    const isUsed = (path: string): boolean =>
      [...used].some((one) => path === one || path.startsWith(`${one}.`) || one.startsWith(`${path}.`));
    expect([...declared].filter((path) => !isUsed(path))).toEqual([]);
  });

  test('includes only what it defines, and closes what it opens', () => {
    const defined = [...text.matchAll(/define "([\w.]+)"/gu)].map(([, name]) => name);
    const included = [...text.matchAll(/include "([\w.]+)"/gu)].map(([, name]) => name);
    expect([...new Set(included)].sort()).toEqual([...defined].sort());
    for (const name of templates) {
      const own = read(chart, 'templates', name);
      const opened = own.match(/\{\{-? *(?:if|range|with|define)\b/gu)?.length ?? 0;
      expect({ name, closed: own.match(/\{\{-? *end\b/gu)?.length ?? 0 }).toEqual({ name, closed: opened });
    }
  });

  test.each(templates.filter((name) => name.endsWith('.yaml')))('%s is YAML around its actions', (name) => {
    const plain = read(chart, 'templates', name)
      // A line that is an action makes lines of its own, or none.
      .replace(/^\s*\{\{.*\}\}\s*$/gmu, '')
      .replace(/\{\{[^}]*\}\}/gu, 'value');
    for (const document of parseAllDocuments(plain)) {
      expect(document.errors).toEqual([]);
      const tree: unknown = document.toJS();
      expect(tree === null || typeof at(tree, 'kind') === 'string').toBe(true);
    }
  });

  test('asks the autoscaler for a figure that the worker tells', () => {
    const told = read(root, 'worker', 'metrics', 'office-figures.ts');
    expect(told).toContain(`'${String(at(values, 'autoscaling', 'metric')).replace('relatiebrug_', '')}'`);
  });
});
