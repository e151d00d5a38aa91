/** Parts of the demo that need no processes: what waits in the inboxes, and whether a browser is opened. */
import { readFileSync } from 'node:fs';
import { createSandbox, HOME_TENANT } from '../../../sandbox/index.ts';
import { homoglyph, mailsFor, seedMails } from '../../../sandbox/demo/mails.ts';
import { browserCommand } from '../../../sandbox/demo/open-browser.ts';
import { languages, texts } from '../../../sandbox/demo/texts.ts';
import { createUsers } from '../../../sandbox/users.ts';

const persons = readFileSync(new URL('../../../sandbox/demo/persons.csv', import.meta.url), 'utf8');
const office = createUsers()
  .all()
  .filter(({ tenantId }) => tenantId === HOME_TENANT);
const now = Date.parse('2026-11-23T09:00:00Z');

describe('what waits in the inboxes of the demo', () => {
  test.each(office.map((user) => [user.givenName, user] as const))(
    'for %s: one alone at an address, two behind one, a stranger, a forged one, an appointment with three',
    (_name, user) => {
      const mails = mailsFor(user, now, 'nl');
      const rowsWith = (address: string) =>
        persons.split('\n').filter((row) => row.includes(`;${address};`)).length;
      const [single, shared, stranger, forged] = mails.map(({ from }) => from.address);
      expect(rowsWith(single ?? '')).toBe(1);
      expect(rowsWith(shared ?? '')).toBeGreaterThan(1);
      expect(rowsWith(stranger ?? '')).toBe(0);
      expect(forged).not.toBe(single);
      expect(rowsWith(forged ?? '')).toBe(0);
      expect(mails[3]?.subject).toHaveLength(10_000);
      expect(mails[3]?.from.name).toContain('<script>');
      const meeting = mails.find(({ kind, from }) => kind === 'appointment' && from.address !== user.mail);
      expect(meeting?.to).toHaveLength(3);
    },
  );

  test('an address with a letter of another alphabet looks the same and is another', () => {
    const address = 'petra@kantoor.example';
    expect(homoglyph(address)).not.toBe(address);
    expect(homoglyph(address)).toHaveLength(address.length);
    expect(homoglyph(address).normalize('NFKC')).not.toBe(address);
  });

  test('is put there for everybody of the office, in either language', async () => {
    const sandbox = await createSandbox();
    try {
      for (const language of languages) seedMails(sandbox, language);
      for (const { id } of office) expect(sandbox.mail.list(id).length).toBeGreaterThan(10);
    } finally {
      await sandbox.close();
    }
  });
});

describe('opening a browser', () => {
  const url = 'http://localhost:3200/outlook/';

  test.each<[string, NodeJS.Platform, Record<string, string>]>([
    ['on a build server', 'linux', { CI: 'true', DISPLAY: ':0' }],
    ['on a build server of Apple', 'darwin', { CI: '1' }],
    ['without a screen', 'linux', {}],
    ['from afar', 'darwin', { SSH_CONNECTION: 'a b c d' }],
    ['for whoever wants none', 'win32', { BROWSER: 'none' }],
  ])('is left alone %s', (_where, platform, env) => {
    expect(browserCommand(url, platform, env)).toBeNull();
  });

  test.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['darwin', {}, 'open'],
    ['win32', {}, 'cmd'],
  ])('is done on %s with %j by %s', (platform, env, command) => {
    const [first, ...rest] = browserCommand(url, platform, env) ?? [];
    expect(first).toBe(command);
    expect(rest.at(-1)).toBe(url);
  });
});

test('the demo says the three lines to try in both languages', () => {
  for (const language of languages) expect(texts[language].outlook.tries('geheim')).toHaveLength(3);
});
