/** The manifest is good, and the linter finds what makes Outlook refuse one (each row breaks it in one way). */
import { readFileSync } from 'node:fs';
import { iconSizeOnDisk } from '../../addin/manifest/check.ts';
import { lintManifest } from '../../addin/manifest/lint.ts';

const manifest = readFileSync(new URL('../../manifest.xml', import.meta.url), 'utf8');
const lint = (xml: string) => lintManifest(xml, iconSizeOnDisk);

/** Replaces the first occurrence and makes sure that there was one. */
const broken = (from: string | RegExp, to: string): string => {
  const xml = manifest.replace(from, to);
  expect(xml).not.toBe(manifest);
  return xml;
};

describe('the manifest', () => {
  test('is good', () => {
    expect(lint(manifest)).toEqual([]);
  });

  test('stays good under another origin, as the build writes it', () => {
    expect(
      lint(manifest.replaceAll('https://localhost:3000', 'https://relatiebrug.kantoor.example')),
    ).toEqual([]);
  });

  test('has a button on every surface: reading, writing, both kinds of appointment, and the phone', () => {
    const surfaces = [...manifest.matchAll(/ExtensionPoint xsi:type="(\w+)"/gu)].map(([, name]) => name);
    expect(new Set(surfaces)).toEqual(
      new Set([
        'MessageReadCommandSurface',
        'MessageComposeCommandSurface',
        'AppointmentOrganizerCommandSurface',
        'AppointmentAttendeeCommandSurface',
        'MobileMessageReadCommandSurface',
      ]),
    );
  });
});

describe('the linter reports', () => {
  test.each<[name: string, from: string | RegExp, to: string, problem: string]>([
    ['XML that is not well-formed', '</Hosts>', '', 'not well-formed'],
    ['an id that is no GUID', 'fe30b746-', 'fe30b74-', '<Id>'],
    ['a version of three parts', '1.0.0.0', '1.0.0', '<Version>'],
    [
      'children in the wrong order',
      /(<Version>.*<\/Version>)\s*(<ProviderName>.*<\/ProviderName>)/u,
      '$2$1',
      'must follow',
    ],
    ['an element that is misspelt', /SupportsPinning/gu, 'SupportPinning', 'not known inside <Action>'],
    ['an element that is missing', /<SupportUrl.*\/>/u, '', 'lacks <SupportUrl>'],
    ['a resid that points at nothing', 'resid="Taskpane.Url"', 'resid="Taskpane.Adres"', 'points at nothing'],
    [
      'a resid of another kind',
      '<Label resid="Pane.Label"/>',
      '<Label resid="Pane.Tip"/>',
      'of another kind',
    ],
    [
      'a resource that is used nowhere',
      '<bt:Url id',
      '<bt:Url id="Over.Url" DefaultValue="https://localhost:3000/x"/><bt:Url id',
      'used nowhere',
    ],
    ['an id of more than 32 characters', /Icon\.16/gu, `Icon.${'1'.repeat(30)}`, 'longer than 32'],
    ['a control id that is there twice', 'id="msgComposePane"', 'id="msgReadPane"', 'there twice'],
    [
      'a text that is too long',
      'Value="Open Relatiebrug"',
      `Value="${'x'.repeat(126)}"`,
      '125 is the longest',
    ],
    [
      'an address without https',
      '"https://localhost:3000/help.html"',
      '"http://localhost:3000/help.html"',
      'SupportUrl',
    ],
    [
      'an address of another origin',
      'https://localhost:3000/help',
      'https://elders.example/help',
      'not among the AppDomains',
    ],
    [
      'an AppDomain with a path',
      '<AppDomain>https://localhost:3000<',
      '<AppDomain>https://localhost:3000/pane<',
      '<AppDomain>',
    ],
    ['an icon that is not there', 'assets/icon-25.png', 'assets/icon-26.png', 'not there'],
    ['an icon of the wrong size', 'assets/icon-80.png', 'assets/icon-64.png', '80 by 80 is wanted'],
    ['a missing size of a button', '<bt:Image size="80" resid="Icon.80"/>', '', 'lacks the image of 80'],
    [
      'a missing scale of a phone icon',
      '<bt:Image size="48" scale="3" resid="Icon.48"/>',
      '',
      'lacks the image of 48x3',
    ],
    ['an attribute value that does not exist', 'Mode="Or"', 'Mode="Either"', 'Mode="Either"'],
    ['a required set that older Outlooks lack', 'MinVersion="1.5"', 'MinVersion="1.14"', 'MinVersion'],
    ['an attribute that is not known', '<Group id', '<Group colour="red" id', 'attribute colour'],
  ])('%s', (_name, from, to, problem) => {
    expect(lint(broken(from, to)).join('\n')).toContain(problem);
  });
});
