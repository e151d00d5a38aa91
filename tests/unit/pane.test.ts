/** Parts of the pane that need no browser: which theme fits, how moments are written, and the two languages. */
import { createCall } from '../../addin/api/call.ts';
import { SignInFailure } from '../../addin/sign-in/failure.ts';
import { themeFor } from '../../addin/theme/theme.ts';
import { formatMoment } from '../../addin/taskpane/format.ts';
import { me } from '../../shared/api/me.ts';
import { activationTexts } from '../../shared/texts/pane/activation.ts';
import { choicesTexts } from '../../shared/texts/pane/choices.ts';
import { previewPaneTexts } from '../../shared/texts/pane/preview.ts';
import { paneTexts } from '../../shared/texts/pane/shell.ts';
import { signInAgainTexts } from '../../shared/texts/pane/sign-in-again.ts';
import { syncTexts } from '../../shared/texts/pane/sync.ts';

const system = { dark: false, contrast: false };

describe('a call to the worker', () => {
  test.each([
    ['offline', 'offline'],
    ['refused', 'signIn'],
  ] as const)('for which Outlook gives no token (%s) fails as %s', async (code, told) => {
    const call = createCall({ silent: () => Promise.reject(new SignInFailure(code)) }, 'nl');
    await expect(call('GET', '/api/me', me)).rejects.toMatchObject({ name: 'ApiFailure', code: told });
  });
});

describe('the theme', () => {
  test.each<[name: string, background: string, text: string, theme: string]>([
    ['Outlook on the web, light', '#ffffff', '#242424', 'light'],
    ['Outlook on the web, dark', '#1f1f1f', '#ffffff', 'dark'],
    ['classic Outlook, black', '#0a0a0a', '#f0f0f0', 'dark'],
    ['classic Outlook, dark grey', '#666666', '#ffffff', 'dark'],
    ['a contrast theme with yellow on black', '#000000', '#ffff00', 'contrast'],
    ['a colour with transparency in front', '#ff1f1f1f', '#ffffffff', 'dark'],
    ['a colour without hash', 'ffffff', '000000', 'light'],
  ])('of %s', (_name, background, text, theme) => {
    expect(themeFor({ background, text }, system)).toBe(theme);
  });

  test('follows the system where Outlook gives no colours, or none that can be read', () => {
    expect(themeFor(null, { dark: true, contrast: false })).toBe('dark');
    expect(themeFor(null, { dark: false, contrast: true })).toBe('contrast');
    expect(themeFor({ background: 'Canvas', text: 'CanvasText' }, system)).toBe('light');
  });

  test('is Outlook’s own even where the system is of another mind', () => {
    expect(themeFor({ background: '#ffffff', text: '#242424' }, { dark: true, contrast: false })).toBe(
      'light',
    );
  });
});

describe('moments', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  test.each([
    ['2026-11-21T09:59:30Z', 'nu'],
    ['2026-11-21T09:53:00Z', '7 minuten geleden'],
    ['2026-11-21T15:00:00Z', 'over 5 uur'],
  ])('%s is "%s"', (instant, words) => {
    expect(formatMoment(instant, now, 'nl')).toBe(words);
  });

  test('beyond a day have their date', () => {
    expect(formatMoment('2026-11-18T10:00:00Z', now, 'nl')).toMatch(/18 nov.? 2026/u);
    expect(formatMoment('2026-11-18T10:00:00Z', now, 'en')).toMatch(/18 Nov 2026/u);
  });
});

describe('the texts', () => {
  const leaves = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value === 'function') return [String((value as (...args: number[]) => unknown)(2, 3))];
    return Object.values(value as object).flatMap(leaves);
  };

  test.each([
    ['every screen', paneTexts],
    ['the activation', activationTexts],
    ['the choices', choicesTexts],
    ['a preview', previewPaneTexts],
    ['Synchronisatie', syncTexts],
    ['a sign-in that ends', signInAgainTexts],
  ])('of %s are there in both languages, none of them blank', (_name, texts) => {
    const dutch = leaves(texts.nl);
    const english = leaves(texts.en);
    expect(english).toHaveLength(dutch.length);
    for (const text of [...dutch, ...english]) expect(text.trim()).not.toBe('');
  });
});
