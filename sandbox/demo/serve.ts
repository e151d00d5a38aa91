/**
 * `--serve`: the Outlook page. Its address is told first, with three lines what to try, and opened where there is a
 * browser; until all is ready it says what is being waited for. Then, while it runs, where everything else is.
 */
import { BuildFailed, built } from '../outlook/build.ts';
import { seedMails } from './mails.ts';
import { openBrowser } from './open-browser.ts';
import { ADMINISTRATOR, setStage, type Stage } from './stage.ts';
import type { Teller } from './tell.ts';
import type { Language, Texts } from './texts.ts';

export { BuildFailed };

/** Easy to remember; another one when it is taken. */
const PORT = 3200;

export interface ServedStage extends Stage {
  /** Builds what is missing and fills the mail folders; to be done before the worker is opened. */
  prepare(): Promise<void>;
  /** From now on the page shows Outlook. */
  show(): void;
  /** What the waiting page says next. */
  say(step: string): void;
}

export const setServedStage = async (o: {
  language: Language;
  stop: AbortSignal;
  tell: Teller;
  texts: Texts;
}): Promise<ServedStage> => {
  const { language, stop, tell } = o;
  const said = o.texts.outlook;
  const folders = { page: '', addin: '' };
  const stage = await setStage({
    language,
    stop,
    outlook: { port: PORT, pageFolder: () => folders.page, addinFolder: () => folders.addin },
  });
  const { front, sandbox } = stage;
  const say = (step: string): void => front?.say(said.waiting, step);
  return {
    ...stage,
    say,
    show: () => front?.show(),
    async prepare() {
      const url = front?.pageUrl ?? '';
      const [someone] = sandbox.users.all();
      tell.plain(
        '',
        said.address(url),
        '',
        ...said.tries(someone?.password ?? '').map((line) => `  • ${line}`),
      );
      say(said.starting);
      openBrowser(url);
      const onBuild = (): void => {
        tell.progress(said.building);
        say(said.building);
      };
      [folders.addin, folders.page] = await Promise.all([
        built('addin', { stop, onBuild }),
        built('page', { stop, onBuild }),
      ]);
      say(said.starting);
      seedMails(sandbox, language);
    },
  };
};

const places = ({ sandbox, front }: Stage, names: Texts['places']): (readonly [string, string])[] => {
  const people = sandbox.users.all().filter(({ tenantId }) => tenantId === sandbox.users.all()[0]?.tenantId);
  return [
    [names.page, front?.pageUrl ?? ''],
    [names.administrator, `${front?.url ?? ''}/admin?sandbox-user=${ADMINISTRATOR}`],
    [names.docs, `${front?.url ?? ''}/api/openapi.json`],
    [names.sandbox, `${front?.url ?? ''}/sandbox`],
    [names.people, people.map(({ userPrincipalName }) => userPrincipalName).join(', ')],
    [names.password, people[0]?.password ?? ''],
  ];
};

export const showPlaces = (stage: Stage, tell: Teller, texts: Texts): void => {
  tell.plain('', texts.serving, '');
  tell.table(places(stage, texts.places));
  tell.plain('');
};
