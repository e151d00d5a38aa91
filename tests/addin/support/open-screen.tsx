/** One screen of the signed-in pane at a place that is led to from another screen; the rest of the pane is not there. */
import '@testing-library/jest-dom';
import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { configure, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { useMemo, useState, type ComponentType } from 'react';
import { createApi, type Api } from '../../../addin/api/client.ts';
import { connectHost, type Host } from '../../../addin/office/host.ts';
import { PaneContext, type Pane, type Place } from '../../../addin/taskpane/pane.ts';
import { SpeechProvider } from '../../../addin/taskpane/texts.tsx';
import { useMailbox } from '../../../addin/taskpane/use-mailbox.ts';
import { installFakeHost } from '../../../sandbox/office/fake-host.ts';
import { aMailbox, StandInWorker } from './worker.ts';

configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);

export interface OpenedScreen {
  readonly worker: StandInWorker;
  readonly user: UserEvent;
  /** Where the screen led to, in order. */
  readonly went: Place[];
}

interface AroundProps {
  readonly api: Api;
  readonly host: Host;
  readonly from: Place;
  readonly went: Place[];
  readonly Screen: ComponentType;
}

const Around = ({ api, host, from, went, Screen }: AroundProps) => {
  const { state, refresh, act } = useMailbox(api, () => undefined);
  const [place, setPlace] = useState(from);
  const { me, mailbox } = state;
  const pane = useMemo(
    () =>
      me === null || mailbox === null
        ? null
        : ({
            api,
            host,
            me,
            mailbox,
            state,
            place,
            go: (to: Place) => {
              went.push(to);
              if (to.screen === from.screen) setPlace(to);
            },
            refresh,
            act,
            onSignedOut: () => undefined,
            announce: () => undefined,
          } as unknown as Pane),
    [api, host, me, mailbox, state, place, from, went, refresh, act],
  );
  if (pane === null) return null;
  return (
    <PaneContext value={pane}>
      <Screen />
    </PaneContext>
  );
};

export const openScreen = async (
  Screen: ComponentType,
  place: Place,
  before: (worker: StandInWorker) => void = () => undefined,
): Promise<OpenedScreen> => {
  installFakeHost({});
  const worker = new StandInWorker();
  worker.mailbox = aMailbox();
  before(worker);
  Object.assign(window, { fetch: worker.fetch });
  const api = createApi({ silent: async () => 'token-1' }, 'nl');
  const host = await connectHost();
  const went: Place[] = [];
  render(
    <FluentProvider theme={webLightTheme}>
      <SpeechProvider language="nl">
        <main>
          <Around api={api} host={host} from={place} went={went} Screen={Screen} />
        </main>
      </SpeechProvider>
    </FluentProvider>,
  );
  return { worker, user: userEvent.setup(), went };
};
