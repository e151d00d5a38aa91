/** One form of the pane alone: the real form and its calls, a stand-in worker behind it, and no shell around it. */
import '@testing-library/jest-dom';
import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { configure, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import type { Language } from '../../../shared/texts/language.ts';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import { me as meSchema, type Me } from '../../../shared/api/me.ts';
import { createApi } from '../../../addin/api/client.ts';
import { connectHost } from '../../../addin/office/host.ts';
import { PaneContext, type Pane } from '../../../addin/taskpane/pane.ts';
import { SpeechProvider } from '../../../addin/taskpane/texts.tsx';
import { installFakeHost } from '../../../sandbox/office/fake-host.ts';
import { aMailbox, StandInWorker } from './worker.ts';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);

export interface OpenForm {
  readonly worker: StandInWorker;
  readonly user: UserEvent;
  /** What a screen reader was told, in order. */
  readonly announced: string[];
  /** Null: a person must sign in again. */
  readonly signIn: { token: string | null };
  readonly signedOut: () => number;
}

export interface GivenForm {
  readonly language?: Language;
  readonly before?: (worker: StandInWorker) => void;
  readonly mailbox?: Partial<MailboxView>;
}

/** `form` is mounted as a screen would do it, signed in as Fenna Hoekstra with an active mailbox. */
export const openForm = async (form: ReactElement, given: GivenForm = {}): Promise<OpenForm> => {
  installFakeHost();
  const language = given.language ?? 'nl';
  const worker = new StandInWorker();
  worker.mailbox = aMailbox(given.mailbox);
  given.before?.(worker);
  Object.assign(window, { fetch: worker.fetch });
  const announced: string[] = [];
  let signedOut = 0;
  const signIn: OpenForm['signIn'] = { token: 'token' };
  const api = createApi({ silent: async () => signIn.token }, language);
  const pane = {
    api,
    host: await connectHost(),
    me: await meOf(worker),
    mailbox: worker.mailbox,
    place: { screen: 'relation' },
    onSignedOut: () => {
      signedOut += 1;
    },
    announce: (sentence: string) => {
      announced.push(sentence);
    },
  } satisfies Partial<Pane>;
  worker.sent.length = 0;
  render(
    <FluentProvider theme={webLightTheme}>
      <SpeechProvider language={language}>
        <main>
          {/* The rest of a pane is the shell's; a form that asks for it fails here. */}
          <PaneContext value={pane as unknown as Pane}>{form}</PaneContext>
        </main>
      </SpeechProvider>
    </FluentProvider>,
  );
  return { worker, user: userEvent.setup(), announced, signIn, signedOut: () => signedOut };
};

const meOf = async (worker: StandInWorker): Promise<Me> => {
  const answer = await worker.fetch('/api/me', { method: 'GET', headers: {} });
  return meSchema.parse(await answer.json());
};
