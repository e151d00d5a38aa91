/** What the pane weighs, how soon it is of use, and the look-up behind it in one process: the older figures as scenarios. */
import { readFile } from 'node:fs/promises';
import { measureLookup, TARGET_P95_MS } from './lookup.ts';
import { measurePane, TARGET_MS } from './pane.ts';
import type { Scenario } from './scenario.ts';

interface Size {
  readonly kind: 'firstLoad' | 'signIn' | 'later' | 'dialog';
  readonly bytes: number;
  readonly budget: number;
}

/** `a shared address` → `aSharedAddressP95`. */
const figureOf = (name: string, what: string): string =>
  `${name.replace(/ ([a-z])/g, (_, letter: string) => letter.toUpperCase())}${what}`;

const mails = [
  'one sender',
  'an unknown sender',
  'a shared address',
  'three addresses',
  'ten addresses',
] as const;

export const paneScenarios: readonly Scenario[] = [
  {
    name: 'pane',
    title:
      'The task pane: what it weighs as it travels (gzip -9), and from Office.onReady to the person on screen (Chromium)',
    seconds: 60,
    importance: 15,
    goals: [
      { figure: 'tooHeavyParts', atMost: 0 },
      { figure: 'medianMs', atMost: TARGET_MS },
    ],
    shown: ['firstLoadBytes', 'signInBytes', 'laterBytes', 'dialogBytes', 'tooHeavyParts', 'medianMs'],
    run: async (quick) => {
      const { sizes: file, medianMs } = await measurePane(quick ? 1_000 : undefined);
      const sizes = JSON.parse(await readFile(file, 'utf8')) as Size[];
      const bytes = (kind: Size['kind']): number =>
        sizes.filter((size) => size.kind === kind).reduce((sum, size) => sum + size.bytes, 0);
      return {
        firstLoadBytes: bytes('firstLoad'),
        signInBytes: bytes('signIn'),
        laterBytes: bytes('later'),
        dialogBytes: bytes('dialog'),
        tooHeavyParts: sizes.filter((size) => size.bytes > size.budget).length,
        medianMs: Math.round(medianMs),
      };
    },
  },
  {
    name: 'lookup',
    title:
      'Who is behind this mail, at 100,000 persons: the whole application in one process, one request at a time',
    seconds: 30,
    importance: 16,
    goals: [
      ...mails.map((name) => ({ figure: figureOf(name, 'P95'), atMost: TARGET_P95_MS })),
      { figure: 'personsReadFromEndToEnd', atMost: 0 },
    ],
    shown: [...mails, 'a hundred addresses'].flatMap((name) => [
      figureOf(name, 'P50'),
      figureOf(name, 'P95'),
    ]),
    run: async (quick) => {
      const { measured, scannedWhole } = await measureLookup(quick ? 2_000 : undefined);
      const figures = measured.flatMap(({ name, p50, p95 }) => [
        [figureOf(name, 'P50'), Number(p50.toFixed(1))] as const,
        [figureOf(name, 'P95'), Number(p95.toFixed(1))] as const,
      ]);
      return {
        ...Object.fromEntries(figures),
        personsReadFromEndToEnd: scannedWhole.includes('persons') ? 1 : 0,
      };
    },
  },
];
