/** The Graph adapter on the sandbox, with time that the test drives: a sleep moves the sandbox's clock. */
import { asId } from '../../shared/ids.ts';
import type { CardId, MailboxId } from '../../shared/ids.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { createGraph } from '../../worker/graph/index.ts';
import type { Graph, GraphOptions } from '../../worker/graph/index.ts';
import type { Clock, Remote } from '../../worker/pass/ports.ts';
import { blankCard } from '../../worker/sync/fields/card.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import type { RemoteUnderTest } from '../contract/remote/suite.ts';

export const petra = 'petra@kantoor-voorbeeld.example';
const mailboxId = asId<MailboxId>('0f9b4c52-7a1d-4c8e-9b1f-3d2c5e6a7b80');
const property = 'String {7a1e2d4c-5b7f-4c0e-9a52-3f6d8c1b2e90} Name RelatiebrugConnectorId';

export const clockOn = (sandbox: Sandbox, slept: number[] = []): Clock => ({
  now: () => new Date(sandbox.clock.now()),
  monotonicMs: () => sandbox.clock.now(),
  sleep: async (ms, signal) => {
    if (signal?.aborted === true) throw new DOMException('stopped', 'AbortError');
    slept.push(ms);
    await sandbox.clock.advance(ms);
  },
});

export interface OpenedGraph extends Graph {
  readonly slept: readonly number[];
  remote(guard?: { mayWrite?: () => boolean; signal?: AbortSignal }): Promise<Remote<OutlookCard>>;
}

export const graphOn = (sandbox: Sandbox, options: Partial<GraphOptions> = {}): OpenedGraph => {
  const slept: number[] = [];
  const graph = createGraph({
    baseUrl: sandbox.graphUrl,
    ca: sandbox.ca,
    clock: clockOn(sandbox, slept),
    tokens: { accessToken: async () => sandbox.token(petra) },
    random: () => 0.5,
    ...options,
  });
  return {
    ...graph,
    slept,
    remote: ({ mayWrite = () => true, signal = new AbortController().signal } = {}) =>
      graph.opener.open(mailboxId, { mayWrite, signal }),
  };
};

const sample = (surname: string): OutlookCard => ({
  ...blankCard,
  initials: 'B.',
  givenName: 'Bregje',
  middleName: 'van',
  surname,
  displayName: `Bregje van ${surname}`,
  fileAs: `${surname}, Bregje van`,
  jobTitle: 'Adviseur',
  companyName: 'Voorbeeld & Zn.',
  mobilePhone: '+31 6 5550 0123',
  birthday: '1980-02-29',
  businessPhones: ['+31 20 555 01 23'],
  homePhones: ['+31 10 555 01 23'],
  emailAddresses: [{ address: `${surname.toLowerCase()}@kantoor.example`, name: null }],
});

/** For the contract suite: Petra's empty mailbox. */
export const outlookUnderTest = (sandbox: Sandbox, graph: OpenedGraph): RemoteUnderTest<OutlookCard> => {
  const hands = sandbox.outlook(petra);
  return {
    open: (guard) => graph.remote(guard),
    hands: {
      add: ({ emailAddresses, businessPhones, homePhones, ...rest }) =>
        asId<CardId>(
          hands.add({
            ...rest,
            emailAddresses: emailAddresses.map(({ address }) => ({ address })),
            businessPhones: [...businessPhones],
            homePhones: [...homePhones],
          }).id,
        ),
      rename: (cardId, surname) => void hands.edit(cardId, { surname }),
      remove: (cardId) => hands.delete(cardId),
      removeForGood: (cardId) => hands.deleteForGood(cardId),
      moveElsewhere: (cardId) => void hands.move(cardId, hands.makeFolder('Elders').id),
      copy: (cardId) => asId<CardId>(hands.copy(cardId).id),
      loseConnectorId: (cardId) => void hands.setProperty(cardId, property, null),
      cardCount: () => hands.cards().length,
      isInBin: (cardId) => hands.deletedCards().some(({ id }) => id === cardId),
    },
    sample,
    named: (card, surname) => ({ ...card, surname, displayName: `Bregje van ${surname}` }),
    nameOf: ({ surname }) => surname,
    settle: () => sandbox.clock.advance(60_000),
    loseCursors: () => sandbox.loseDeltaTokens(petra),
    keepsRemoved: sandbox.switches.now.deletedCards === 'found',
  };
};
