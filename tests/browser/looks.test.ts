/** That what looks at the screens sees: each fault is made on purpose, on a page that has none. */
import type { Page } from 'playwright-core';
import { keyboardFindings } from './support/keyboard.ts';
import { findings, sticksOut } from './support/looks.ts';
import { openPaneInBrowser, usePanes } from './support/pane.ts';

usePanes();

const helpPage = async (): Promise<Page> => {
  const { page } = await openPaneInBrowser({ path: '/help.html' });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return page;
};

/** Puts a button at the top of the page, with this style. */
const withButton = (page: Page, style: Readonly<Record<string, string>>): Promise<void> =>
  page.evaluate((given) => {
    const button = document.createElement('button');
    button.textContent = 'Fout';
    Object.assign(button.style, given);
    (document.querySelector('main') ?? document.body).prepend(button);
  }, style);

test('a page without faults has no findings', async () => {
  const page = await helpPage();
  expect([await findings(page), await sticksOut(page), await keyboardFindings(page)]).toEqual([[], [], []]);
});

test('text that cannot be told from its ground is found', async () => {
  const page = await helpPage();
  await withButton(page, { color: '#999', backgroundColor: '#aaa' });
  expect((await findings(page, 'colours')).join()).toContain('color-contrast');
});

test('a picture without words is found', async () => {
  const page = await helpPage();
  await page.evaluate(() => document.querySelector('main, body')?.append(document.createElement('img')));
  expect((await findings(page)).join()).toContain('image-alt');
});

test('what sticks out at the side is found', async () => {
  const page = await helpPage();
  await withButton(page, { width: '500px' });
  expect(await sticksOut(page)).toContain('button Fout');
});

test('a focus that nobody sees is found', async () => {
  const page = await helpPage();
  await withButton(page, { outline: 'none' });
  expect((await keyboardFindings(page)).join()).toContain('no sign of the focus');
});

test('a focus that falls back to the page is found', async () => {
  const page = await helpPage();
  await withButton(page, {});
  await page.evaluate(() => {
    const button = document.querySelector('button');
    button?.addEventListener('focus', () => {
      button.blur();
    });
  });
  expect((await keyboardFindings(page)).join()).toContain('fell to the page');
});

test('what cannot be reached, for the focus is kept elsewhere, is found', async () => {
  const page = await helpPage();
  await withButton(page, {});
  await page.evaluate(() => {
    document.querySelector('button')?.addEventListener('keydown', (event) => {
      event.preventDefault();
    });
  });
  expect((await keyboardFindings(page)).join()).toContain('Tab does not reach');
});
