/** The screens around the link with Outlook: signing in, activating, Synchronisatie; and the administrator's page. */
import { administered } from '../addin/support/admin.ts';
import { aPausedCard, aRelation, describeLink, describeLists } from '../addin/support/link.ts';
import { aMailbox, aPass, noCounts, ok, refuse, StandInWorker } from '../addin/support/worker.ts';
import type { MailboxView } from '../../shared/api/mailbox.ts';
import { usePanes } from './support/pane.ts';
import { describeScreens, press, title } from './support/screen-suite.ts';

usePanes();

const notActivated = (): StandInWorker => {
  const worker = new StandInWorker();
  describeLink(worker);
  return worker;
};

const withMailbox =
  (given: Partial<MailboxView> = {}) =>
  (): StandInWorker => {
    const worker = notActivated();
    worker.mailbox = aMailbox(given);
    return worker;
  };

const withLists = (): StandInWorker => {
  const worker = withMailbox({ counts: { ...noCounts, active: 3, held: 1, paused: 1 } })();
  describeLists(worker, {
    inStep: [aRelation(), aRelation({ personId: 'r-2', personName: 'Bram Jansen', organisation: null })],
    held: [aRelation({ personId: 'r-3', personName: 'Kees Bakker', heldId: 'h-1', message: 'wacht' })],
    leftOut: [
      aRelation({
        personId: 'r-4',
        personName: 'Sanne-Marijke van Oldenbarneveldt-Schimmelpenninck',
        organisation: 'Samenwerkingsverband Arbeidsongeschiktheidsverzekeringsmaatschappijen',
        because: 'former',
        message: 'deze persoon is voormalig',
      }),
    ],
  });
  worker.instead.set('GET /api/mailbox/paused-cards', () =>
    ok({
      items: [
        aPausedCard(),
        aPausedCard({
          personId: 'r-2',
          personName: 'Piet Jansen',
          undecided: [{ heldId: 'h-1', fields: ['workPhone'] }],
        }),
      ],
    }),
  );
  return worker;
};

const running = aPass({
  id: 'p-0',
  trigger: 'activation',
  result: 'running',
  endedAt: null,
  counts: null,
  progress: { phase: 'apply', done: 103, total: 412 },
});

const unreachable = (): StandInWorker => {
  const worker = new StandInWorker();
  worker.reachable = false;
  return worker;
};

const failing = (): StandInWorker => {
  const worker = new StandInWorker();
  worker.instead.set('GET /api/me', () => refuse('internal', 'Er ging iets mis. Uw gegevens zijn veilig.'));
  return worker;
};

const sync = (heading: string | RegExp, ...path: (string | RegExp)[]) =>
  press('Synchronisatie', ...path, heading);

describeScreens('signing in', [
  { name: 'a click is needed', signedIn: false, to: title('Meld u aan') },
  {
    name: 'refused',
    signedIn: false,
    to: async (page) => {
      await page.evaluate(() => {
        if (window.fakeBridge !== undefined)
          window.fakeBridge.plan.popup = { status: 'PERSISTENT_ERROR', code: 'AADSTS65001' };
      });
      await page.getByRole('button', { name: 'Aanmelden' }).click();
      await page.getByText(/Microsoft liet u niet aanmelden/u).waitFor();
    },
  },
  { name: 'nobody answers', worker: unreachable, to: title('Geen verbinding') },
  { name: 'the worker is in trouble', worker: failing, to: title('Dat lukte niet') },
]);

describeScreens('activating', [
  { name: 'what will happen', worker: notActivated, to: title('Uw relaties in Outlook') },
  { name: '1 choosing', worker: notActivated, to: press('Activeren', 'Wie wilt u in Outlook?') },
  {
    name: '2 consent',
    worker: notActivated,
    to: press('Activeren', 'Verder naar toestemming', 'Geef toestemming in het andere venster'),
  },
  {
    name: '3 what would happen',
    worker: withMailbox({ state: 'paused', because: 'notStarted', counts: noCounts, lastPass: null }),
    to: title('Dit gaat er gebeuren'),
  },
  {
    name: '4 the start',
    worker: withMailbox({ state: 'paused', because: 'notStarted', counts: noCounts, lastPass: null }),
    to: async (page, pane) => {
      pane.worker.instead.set('POST /api/mailbox/resume', () =>
        ok(
          (pane.worker.mailbox = aMailbox({ running, lastPass: null, counts: { ...noCounts, active: 103 } })),
        ),
      );
      await press('Starten', 'Uw contacten worden klaargezet')(page, pane);
      await page.getByRole('progressbar').waitFor();
    },
  },
  {
    name: 'linked before',
    worker: withMailbox({ state: 'paused', because: 'deactivated' }),
    to: title('Eerder gekoppeld'),
  },
]);

describeScreens('Synchronisatie', [
  { name: 'all in step', worker: withLists, to: sync('Alles loopt gelijk') },
  { name: 'left out', worker: withLists, to: sync('Alles loopt gelijk', /Niet in Outlook/u) },
  { name: 'running', worker: withMailbox({ running }), to: sync('Bezig met bijwerken') },
  { name: 'paused', worker: withMailbox({ state: 'paused', because: 'byUser' }), to: sync('Gepauzeerd') },
  {
    name: 'braked',
    worker: withMailbox({ state: 'braked', brake: { kind: 'manyChanges', cards: 61, linked: 240 } }),
    to: sync('Klopt dit?'),
  },
  {
    name: 'sign in again',
    worker: withMailbox({ state: 'signInAgain', because: 'signInAgain' }),
    to: sync('Meld u opnieuw aan'),
  },
  {
    name: 'failed',
    worker: withMailbox({ lastPass: aPass({ result: 'failed', code: 'graph.unreachable' }) }),
    to: sync('De laatste keer ging het niet goed'),
  },
  { name: 'settings', worker: withLists, to: sync('Instellingen', /^Instellingen/u) },
  { name: 'clean-up', worker: withLists, to: sync('Opruimen', /^Opruimen/u) },
  { name: 'end of the link', worker: withLists, to: sync(/Koppeling beëindigen/u, /^Koppeling beëindigen/u) },
]);

describeScreens('the administrator’s page', [
  {
    name: 'an office',
    worker: () => administered(),
    path: '/admin',
    to: async (page, pane) => {
      await title('Beheer van Relatiebrug')(page, pane);
      await page.getByText('Gegevens van iemand anders op het contact').waitFor();
      await page.getByText('2 toegevoegd').first().waitFor();
    },
  },
  { name: 'for others', path: '/admin', to: title('Alleen voor beheerders') },
]);
