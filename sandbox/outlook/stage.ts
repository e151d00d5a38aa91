/**
 * The whole product around the Outlook page, for tests in a real browser: sandbox and front in this process, database and
 * worker as their own, a handful of persons in the CRM, mail in the folders. Slow to open (the database is made anew,
 * and what was not built yet is built), so one for a file of tests.
 *
 *     const stage = await openOutlookStage({ activated: [] });
 *     await page.goto(stage.pageUrl({ user: 'petra@kantoor-voorbeeld.example', language: 'nl' }));
 *     … stage.as('petra@…').person(id), stage.sandbox.outlook('petra@…').find('Geert van Dijk') …
 *     await stage.close();
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../demo/processes.ts';
import { setStage, type Stage } from '../demo/stage.ts';
import type { WorkerApi } from '../demo/worker-api.ts';
import type { MailSeed, Sandbox } from '../index.ts';
import { signInAs } from '../sign-in/browser.ts';
import { built } from './build.ts';
import { fewMails, fewPersons } from './few-persons.ts';

export interface OutlookStageOptions {
  /** Rows with headings as `relatiebrug import` takes them; default `fewPersons`. */
  readonly persons?: string;
  /** By user; default `fewMails` for Petra. */
  readonly mails?: Readonly<Record<string, readonly MailSeed[]>>;
  /** Sign-in names of those whose first sync is done when this fulfils; default nobody. */
  readonly activated?: readonly string[];
  /** Whether the office shows who else owns a person; off as in a new office. */
  readonly ownersShown?: boolean;
  /** Sign-in name of the administrator. */
  readonly administrator?: string;
  /** Cards of their own that everybody begins with; default 3. */
  readonly ownCards?: number;
  readonly language?: 'nl' | 'en';
  /** Further settings of the worker, e.g. `{ NOTIFICATION_DELAY_SECONDS: '0' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder of an add-in that was built already; else one is built when there is none of these sources. */
  readonly addinFolder?: string;
}

export interface PagePlace {
  readonly user?: string;
  readonly language?: 'nl' | 'en';
  readonly theme?: 'light' | 'dark' | 'contrast';
  readonly view?: 'mail' | 'calendar' | 'people';
  /** Id of a mail or appointment that is open. */
  readonly item?: string;
  /** Immutable id of a contact that is open. */
  readonly contact?: string;
  /** False: without the pane. */
  readonly pane?: boolean;
}

export interface OutlookStage {
  /** Origin of everything that a browser sees. */
  readonly url: string;
  /** Of the Outlook page. */
  pageUrl(place?: PagePlace): string;
  readonly sandbox: Sandbox;
  /** The worker's API as this user's pane calls it. */
  as(user: string): WorkerApi;
  /** Runs a command of `relatiebrug` and answers what it printed. */
  command(...args: string[]): Promise<string>;
  /** Consent and first sync, without a browser; fulfils when Outlook tells of changes, too. */
  activate(user: string): Promise<void>;
  /** Rejects when the worker ends by itself. */
  readonly workerFailed: Promise<never>;
  /** Leaves no process and no folder behind. Safe to repeat. */
  close(): Promise<void>;
}

const FIRST_SYNC_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 150;
const PETRA = 'petra@kantoor-voorbeeld.example';

export const openOutlookStage = async (options: OutlookStageOptions = {}): Promise<OutlookStage> => {
  const stopping = new AbortController();
  const { signal: stop } = stopping;
  const [addinFolder, pageFolder] = await Promise.all([
    options.addinFolder ?? built('addin', { stop }),
    built('page', { stop }),
  ]);
  const stage = await setStage({
    language: options.language ?? 'nl',
    stop,
    outlook: { addinFolder: () => addinFolder, pageFolder: () => pageFolder },
    ownCards: options.ownCards ?? 3,
    settings: { ADMINS: options.administrator ?? PETRA, ...options.settings },
  });
  const close = async (): Promise<void> => {
    stopping.abort();
    await stage.strike();
  };
  try {
    return await furnish(stage, options, stop, close);
  } catch (error) {
    await close();
    throw error;
  }
};

const furnish = async (
  stage: Stage,
  options: OutlookStageOptions,
  stop: AbortSignal,
  close: () => Promise<void>,
): Promise<OutlookStage> => {
  const { sandbox, front, surroundings, client } = stage;
  if (front === null) throw new Error('the stage has no front');
  await stage.openWorker();
  const file = join(surroundings.folder, 'persons.csv');
  await writeFile(file, options.persons ?? fewPersons);
  const command = (...args: string[]): Promise<string> => runCommand(args, surroundings, stop);
  await command('import', file, '--yes', '--create-employees', '--json');
  const as = (user: string): WorkerApi => client.as(sandbox.signIn.mintToken({ user, kind: 'api' }));
  if (options.ownersShown === true) await as(options.administrator ?? PETRA).showOwners();
  const mails = options.mails ?? { [PETRA]: fewMails(sandbox.clock.now()) };
  for (const [user, seeds] of Object.entries(mails)) for (const seed of seeds) sandbox.mail.add(user, seed);
  const activate = async (user: string): Promise<void> => {
    const api = as(user);
    const visit = await signInAs(sandbox.users.get(user), await api.activationUrl());
    if (visit.status !== 200) throw new Error(`the sign-in of ${user} ended at ${visit.url.pathname}`);
    await firstSync(stage, user, api);
  };
  for (const user of options.activated ?? []) await activate(user);
  front.show();
  return {
    url: front.url,
    pageUrl: (place = {}) => `${front.pageUrl}${queryOf(place)}`,
    sandbox,
    as,
    command,
    activate,
    workerFailed: stage.workerFailed,
    close,
  };
};

const firstSync = async ({ sandbox }: Stage, user: string, api: WorkerApi): Promise<void> => {
  const { id } = sandbox.users.get(user);
  const until = performance.now() + FIRST_SYNC_WITHIN_MS;
  for (;;) {
    const { running, lastPass, counts } = await api.mailbox();
    const isDone = lastPass?.result === 'done' && running === null && counts.creating === 0;
    if (isDone && sandbox.notifications.list(id).length > 0) return;
    if (performance.now() > until) throw new Error(`the first sync of ${user} did not end in time`);
    await sleep(LOOK_EVERY_MS);
  }
};

const queryOf = ({ user, language, theme, view, item, contact, pane }: PagePlace): string => {
  const query = new URLSearchParams();
  const given = { user, lang: language, theme, view, item, contact, pane: pane === false ? '0' : undefined };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? '' : `?${query.toString()}`;
};
