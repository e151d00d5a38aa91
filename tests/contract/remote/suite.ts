/**
 * What every remote must do that a pass speaks to (`Remote` in worker/pass/ports.ts). Takes any remote: `setup` opens
 * an empty mailbox, and gives hands that do there what a user does without the worker.
 */
import { randomUUID } from 'node:crypto';
import { asId } from '../../../shared/ids.ts';
import type { CardId, ConnectorId, FolderId } from '../../../shared/ids.ts';
import type {
  CardUpdate,
  CreateResult,
  DeltaItem,
  Remote,
  RemoteCursor,
} from '../../../worker/pass/ports.ts';
import type { CardReading } from '../../../worker/sync/link.ts';

export interface Hands<Card> {
  /** A card of the user's own. */
  add(card: Card): CardId;
  /** Changes what `nameOf` tells. */
  rename(cardId: CardId, name: string): void;
  remove(cardId: CardId): void;
  removeForGood(cardId: CardId): void;
  moveElsewhere(cardId: CardId): void;
  /** A copy carries the connector ID along. */
  copy(cardId: CardId): CardId;
  /** Takes the connector ID off behind the worker's back. */
  loseConnectorId(cardId: CardId): void;
  cardCount(): number;
  /** Whether the user finds the removed card back. */
  isInBin(cardId: CardId): boolean;
}

export interface RemoteUnderTest<Card> {
  open(guard?: { mayWrite?: () => boolean; signal?: AbortSignal }): Promise<Remote<Card>>;
  readonly hands: Hands<Card>;
  /** A card with this name and more on it. */
  sample(name: string): Card;
  named(card: Card, name: string): Card;
  nameOf(card: Card): string | null;
  /** Lets everything that lags behind catch up. */
  settle(): Promise<void>;
  loseCursors(): void;
  /** False where a removed card can no longer be read at all. */
  readonly keepsRemoved: boolean;
}

const newConnectorId = (): ConnectorId => asId<ConnectorId>(randomUUID());
const nowhere = asId<CardId>('AAMkAGI1nowhere-0000000000000000000000000000000AAA=');

type Round = { items: DeltaItem[]; cursor: RemoteCursor | null } | 'folderGone';

const roundOf = async <Card>(
  remote: Remote<Card>,
  folderId: FolderId,
  cursor: RemoteCursor | null,
): Promise<Round> => {
  const items: DeltaItem[] = [];
  let last: RemoteCursor | null = null;
  for await (const page of remote.delta(folderId, cursor)) {
    if (page === 'folderGone') return page;
    items.push(...page.items);
    last = page.next;
  }
  return { items, cursor: last };
};

const changesOf = (round: Round): Map<CardId, boolean> => {
  if (round === 'folderGone') throw new Error('the folder is gone');
  return new Map(round.items.map(({ cardId, removed }) => [cardId, removed]));
};
const cursorOf = (round: Round): RemoteCursor => {
  if (round === 'folderGone' || round.cursor === null) throw new Error('the round left no cursor');
  return round.cursor;
};

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing thrown',
    (thrown: unknown) => thrown,
  );

export const remoteContract = <Card>(name: string, setup: () => Promise<RemoteUnderTest<Card>>): void => {
  describe(`what every remote must do: ${name}`, () => {
    let world: RemoteUnderTest<Card>;
    let remote: Remote<Card>;
    let folder: FolderId;

    beforeEach(async () => {
      world = await setup();
      remote = await world.open();
      folder = await remote.defaultFolder();
    });

    type Made = Extract<CreateResult<Card>, { outcome: 'created' }> & { connectorId: ConnectorId };
    const make = async (...names: string[]): Promise<Made[]> => {
      const creates = names.map((each) => ({ connectorId: newConnectorId(), card: world.sample(each) }));
      const results = await remote.create(creates);
      await world.settle();
      return results.map((result, index) => {
        if (result.outcome !== 'created') throw new Error(`not created: ${result.outcome}`);
        return { ...result, connectorId: creates[index]?.connectorId as ConnectorId };
      });
    };
    const makeOne = async (one: string): Promise<Made> => (await make(one))[0] as Made;
    const readOne = async (cardId: CardId): Promise<CardReading<Card> | undefined> =>
      (await remote.read([cardId])).get(cardId);
    const renaming = (made: Made | CardReading<Card>, before: Card, to: string): CardUpdate<Card> => ({
      cardId: made.cardId,
      etag: made.etag,
      before,
      card: world.named(before, to),
    });

    describe('creating', () => {
      test('R10: a card is made with its connector ID on it, in the default folder, and reads back as it was told', async () => {
        const made = await makeOne('Bakker');
        const reading = await readOne(made.cardId);
        expect(reading).toMatchObject({
          cardId: made.cardId,
          etag: made.etag,
          folderId: folder,
          inDeletedItems: false,
          connectorId: made.connectorId,
        });
        expect(world.nameOf(reading?.content as Card)).toBe('Bakker');
        if (made.card !== undefined) expect(reading?.content).toEqual(made.card);
      });

      test('answers come in the order of the asking, however many there are', async () => {
        const names = Array.from({ length: 45 }, (_, index) => `Naam${index}`);
        const made = await make(...names);
        expect(new Set(made.map(({ cardId }) => cardId)).size).toBe(45);
        const readings = await remote.read(made.map(({ cardId }) => cardId));
        for (const [index, { cardId, connectorId }] of made.entries()) {
          const reading = readings.get(cardId);
          expect(reading?.connectorId).toBe(connectorId);
          expect(world.nameOf(reading?.content as Card)).toBe(names[index]);
        }
      });

      test('nothing asked is nothing sent', async () => {
        const before = remote.requests;
        expect(await remote.create([])).toEqual([]);
        expect(await remote.update([])).toEqual([]);
        expect(await remote.discard([])).toEqual([]);
        expect((await remote.read([])).size + (await remote.find([])).size).toBe(0);
        expect(remote.requests).toBe(before);
      });
    });

    describe('reading', () => {
      test('a card that is not there is absent, and the others are read', async () => {
        const made = await makeOne('Bakker');
        const readings = await remote.read([nowhere, made.cardId, made.cardId]);
        expect([...readings.keys()]).toEqual([made.cardId]);
      });

      test("R3: a card of the user's own has no connector ID", async () => {
        const cardId = world.hands.add(world.sample('Eigen'));
        expect(await readOne(cardId)).toMatchObject({ connectorId: null, inDeletedItems: false });
      });

      test('R9: a card that was moved is still read, under the same id, elsewhere and not as removed', async () => {
        const made = await makeOne('Bakker');
        world.hands.moveElsewhere(made.cardId);
        const reading = await readOne(made.cardId);
        expect(reading).toMatchObject({ inDeletedItems: false, connectorId: made.connectorId });
        expect(reading?.folderId).not.toBe(folder);
      });

      test('R9: a card that the user removed is told as removed, or is absent', async () => {
        const [made, gone] = await make('Bakker', 'Smit');
        world.hands.remove((made as Made).cardId);
        world.hands.removeForGood((gone as Made).cardId);
        const reading = await readOne((made as Made).cardId);
        if (world.keepsRemoved) expect(reading).toMatchObject({ inDeletedItems: true });
        else expect(reading).toBeUndefined();
        expect(await readOne((gone as Made).cardId)).toBeUndefined();
      });

      test('a change by the user shows, with another version', async () => {
        const made = await makeOne('Bakker');
        world.hands.rename(made.cardId, 'Bakker-Smit');
        const reading = await readOne(made.cardId);
        expect(world.nameOf(reading?.content as Card)).toBe('Bakker-Smit');
        expect(reading?.etag).not.toBe(made.etag);
      });
    });

    describe('updating', () => {
      test('writes what differs and gives the version that it made', async () => {
        const made = await makeOne('Bakker');
        const [result] = await remote.update([renaming(made, world.sample('Bakker'), 'Smit')]);
        const reading = await readOne(made.cardId);
        expect(result).toMatchObject({ outcome: 'updated', etag: reading?.etag });
        expect(reading?.etag).not.toBe(made.etag);
        expect(world.nameOf(reading?.content as Card)).toBe('Smit');
        expect(reading?.connectorId).toBe(made.connectorId);
      });

      test('R13: a version that is no longer right changes nothing, and the others of the asking go on', async () => {
        const [old, fresh] = (await make('Oud', 'Vers')) as [Made, Made];
        world.hands.rename(old.cardId, 'Van-de-gebruiker');
        const results = await remote.update([
          renaming(old, world.sample('Oud'), 'Van-ons'),
          renaming(fresh, world.sample('Vers'), 'Van-ons'),
        ]);
        expect(results.map(({ outcome }) => outcome)).toEqual(['stale', 'updated']);
        expect(world.nameOf((await readOne(old.cardId))?.content as Card)).toBe('Van-de-gebruiker');
      });

      test('a card that is not there is gone', async () => {
        const made = await makeOne('Bakker');
        world.hands.removeForGood(made.cardId);
        const [result] = await remote.update([renaming(made, world.sample('Bakker'), 'Smit')]);
        expect(result).toEqual({ outcome: 'gone' });
      });

      test('R10: a connector ID is put on, changed and taken off, and nothing else is touched by it', async () => {
        const cardId = world.hands.add(world.sample('Eigen'));
        const before = (await readOne(cardId)) as CardReading<Card>;
        let etag = before.etag;
        for (const connectorId of [newConnectorId(), newConnectorId(), null]) {
          const content = { before: before.content, card: before.content };
          const [result] = await remote.update([{ cardId, etag, ...content, connectorId }]);
          if (result?.outcome !== 'updated') throw new Error('not updated');
          etag = result.etag;
          const reading = await readOne(cardId);
          expect(reading).toMatchObject({ connectorId, etag });
          expect(reading?.content).toEqual(before.content);
        }
      });

      test('R6: an update that changes nothing is told as done and leaves the version as it was', async () => {
        const made = await makeOne('Bakker');
        const card = world.sample('Bakker');
        const [result] = await remote.update([{ cardId: made.cardId, etag: made.etag, before: card, card }]);
        expect(result).toMatchObject({ outcome: 'updated', etag: made.etag });
        expect((await readOne(made.cardId))?.etag).toBe(made.etag);
      });
    });

    describe('R8: discarding', () => {
      test('takes the card to where its user finds it back, and the next round tells it as removed', async () => {
        const [made, other] = (await make('Bakker', 'Smit')) as [Made, Made];
        const cursor = cursorOf(await roundOf(remote, folder, null));
        expect(await remote.discard([made])).toEqual([{ outcome: 'discarded' }]);
        await world.settle();
        const reading = await readOne(made.cardId);
        if (world.keepsRemoved) expect(reading).toMatchObject({ inDeletedItems: true });
        else expect(reading).toBeUndefined();
        expect(world.hands.isInBin(made.cardId)).toBe(true);
        expect(await readOne(other.cardId)).toMatchObject({ inDeletedItems: false });
        expect(changesOf(await roundOf(remote, folder, cursor)).get(made.cardId)).toBe(true);
      });

      test('leaves a card alone that was changed meanwhile, and tells one that is gone', async () => {
        const [changed, gone, fresh] = (await make('Oud', 'Weg', 'Vers')) as [Made, Made, Made];
        world.hands.rename(changed.cardId, 'Van-de-gebruiker');
        world.hands.removeForGood(gone.cardId);
        const results = await remote.discard([changed, gone, fresh]);
        expect(results.map(({ outcome }) => outcome)).toEqual(['stale', 'gone', 'discarded']);
        expect(await readOne(changed.cardId)).toMatchObject({ inDeletedItems: false });
      });
    });

    describe('R13: the delta', () => {
      test('a fresh round lists every card, ours and the user’s, and leaves a cursor', async () => {
        const made = await make(...Array.from({ length: 23 }, (_, index) => `Naam${index}`));
        const own = world.hands.add(world.sample('Eigen'));
        await world.settle();
        const round = await roundOf(remote, folder, null);
        const changes = changesOf(round);
        for (const cardId of [...made.map((each) => each.cardId), own])
          expect(changes.get(cardId)).toBe(false);
        expect(typeof cursorOf(round)).toBe('string');
      });

      test('the next round tells creates, edits and removals since, and nothing is missing when it is asked twice', async () => {
        const [edited, removed, moved] = (await make('Een', 'Twee', 'Drie')) as [Made, Made, Made];
        const cursor = cursorOf(await roundOf(remote, folder, null));
        world.hands.rename(edited.cardId, 'Eén');
        world.hands.remove(removed.cardId);
        world.hands.moveElsewhere(moved.cardId);
        const own = world.hands.add(world.sample('Eigen'));
        await world.settle();
        for (const _ of ['first', 'again']) {
          const changes = changesOf(await roundOf(remote, folder, cursor));
          expect(changes.get(edited.cardId)).toBe(false);
          expect(changes.get(removed.cardId)).toBe(true);
          expect(changes.get(moved.cardId)).toBe(true);
          expect(changes.get(own)).toBe(false);
        }
      });

      test('a version that comes with an item is the version the card has', async () => {
        const made = await makeOne('Bakker');
        const round = await roundOf(remote, folder, null);
        if (round === 'folderGone') throw new Error('the folder is gone');
        const item = round.items.findLast(({ cardId }) => cardId === made.cardId);
        if (item?.etag !== null) expect(item?.etag).toBe(made.etag);
      });

      test('R7: content that comes with an item is the card as it reads by id; a removed one has none', async () => {
        const [kept, removed] = (await make('Bakker', 'Smit')) as [Made, Made];
        const cursor = cursorOf(await roundOf(remote, folder, null));
        world.hands.rename(kept.cardId, 'Bakker-Vos');
        world.hands.remove(removed.cardId);
        const own = world.hands.add(world.sample('Eigen'));
        await world.settle();
        for (const from of [null, cursor]) {
          const round = await roundOf(remote, folder, from);
          if (round === 'folderGone') throw new Error('the folder is gone');
          for (const cardId of [kept.cardId, own]) {
            const items = round.items.filter((each) => each.cardId === cardId);
            expect(items).not.toEqual([]);
            const { content } = (await readOne(cardId)) as CardReading<Card>;
            for (const item of items) if (item.content !== null) expect(item.content).toEqual(content);
          }
          for (const item of round.items) if (item.removed) expect(item.content).toBeNull();
        }
      });

      test('a lost cursor asks for a fresh round, and so does one that is no cursor at all', async () => {
        const cursor = cursorOf(await roundOf(remote, folder, null));
        world.loseCursors();
        for (const lost of [cursor, 'garbage', `${cursor}x`, ''])
          expect(await caught(roundOf(remote, folder, lost))).toMatchObject({ what: { kind: 'resync' } });
        expect(cursorOf(await roundOf(remote, folder, null))).not.toBe(cursor);
      });

      test('a folder that is not there is told as gone', async () => {
        expect(await roundOf(remote, asId<FolderId>('AAMkAGI1no-such-folderAAA='), null)).toBe('folderGone');
      });
    });

    describe('R10: connector IDs', () => {
      test('every card of the folder that carries one is listed, and no other', async () => {
        const made = await make(...Array.from({ length: 23 }, (_, index) => `Naam${index}`));
        world.hands.add(world.sample('Eigen'));
        const listed = new Map<CardId, ConnectorId>();
        for await (const { cardId, connectorId } of remote.connectorIdsIn(folder))
          listed.set(cardId, connectorId);
        expect(listed).toEqual(new Map(made.map(({ cardId, connectorId }) => [cardId, connectorId])));
      });

      test('cards are found by it, a copy and its original both; one that nobody carries is not', async () => {
        const [made, other] = (await make('Bakker', 'Smit')) as [Made, Made];
        const copy = world.hands.copy(made.cardId);
        world.hands.loseConnectorId(other.cardId);
        await world.settle();
        const found = await remote.find([made.connectorId, other.connectorId, newConnectorId()]);
        expect([...found.keys()]).toEqual([made.connectorId]);
        expect(found.get(made.connectorId)?.toSorted()).toEqual([made.cardId, copy].toSorted());
      });

      test('R10: a copy that loses it is no longer found by it', async () => {
        const made = await makeOne('Bakker');
        const copy = world.hands.copy(made.cardId);
        const reading = (await readOne(copy)) as CardReading<Card>;
        const content = { before: reading.content, card: reading.content };
        await remote.update([{ cardId: copy, etag: reading.etag, ...content, connectorId: null }]);
        await world.settle();
        expect((await remote.find([made.connectorId])).get(made.connectorId)).toEqual([made.cardId]);
      });
    });

    describe('R13: the lease', () => {
      test('nothing is written once it is lost, and reading goes on', async () => {
        const made = await makeOne('Bakker');
        const count = world.hands.cardCount();
        const idle = await world.open({ mayWrite: () => false });
        const create = idle.create([{ connectorId: newConnectorId(), card: world.sample('Te-laat') }]);
        expect(await caught(create)).toMatchObject({ what: { kind: 'leaseLost' } });
        const update = idle.update([renaming(made, world.sample('Bakker'), 'Te-laat')]);
        expect(await caught(update)).toMatchObject({ what: { kind: 'leaseLost' } });
        expect(await caught(idle.discard([made]))).toMatchObject({ what: { kind: 'leaseLost' } });
        expect(world.hands.cardCount()).toBe(count);
        const reading = (await idle.read([made.cardId])).get(made.cardId);
        expect(reading?.etag).toBe(made.etag);
      });
    });

    test('R14: requests are counted, those in a batch singly', async () => {
      const made = await make('Een', 'Twee', 'Drie');
      const before = remote.requests;
      await remote.read(made.map(({ cardId }) => cardId));
      expect(remote.requests - before).toBeGreaterThanOrEqual(3);
    });
  });
};
