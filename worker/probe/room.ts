/**
 * Where the probe works: two contact folders of its own, the cards it has made in them, and the waits. Everything made is
 * remembered by id, and that list alone says what may be removed again.
 */
import { textOf } from '../graph/answer.ts';
import { segment } from '../graph/base-url.ts';
import { get } from '../graph/channel.ts';
import { expandConnectorId, fromGraphConnectorId, filterByConnectorId } from '../graph/connector-id.ts';
import { etagOf } from '../graph/read-cards.ts';
import type { ConnectorId } from '../../shared/ids.ts';
import { Trouble, type NewId } from '../pass/ports.ts';
import { invent, marker, markSelect, newConnectorId, type Invented } from './cards.ts';
import { folderPath, FolderWatch, type Item, type WatchOptions } from './watch.ts';
import { ProbeFailed, type Seen, type Wire } from './wire.ts';

/** What only a person can do in Outlook. */
export type HumanStep = 'move' | 'merge' | 'copy' | 'link';

export interface Human {
  /** Says what to do; whether it was done is seen in the folder. */
  readonly tell: (step: HumanStep, values: Readonly<Record<string, string>>) => void;
  readonly waitMs: number;
}

export interface Made extends Invented {
  readonly id: string;
  readonly etag: string;
}

/** A card as it is now; null: not to be found by its id. */
export interface Sight {
  readonly etag: string;
  readonly folderId: string;
  readonly connectorId: string | null;
  readonly contact: Readonly<Record<string, unknown>>;
}

export interface RoomOptions {
  readonly wire: Wire;
  readonly newId: NewId;
  /** Null: nobody is there to do anything in Outlook. */
  readonly human: Human | null;
  /** How long a change may take to show before it counts as not told. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

const longestPollMs = 1_000;
const humanPollMs = 3_000;
/** Rounds after the one that brought what was waited for: what lags a little is told in them. */
const furtherRounds = 2;
const longestRestMs = 2_000;
/** With little patience the waits between looks are short too. */
const shareOfPatience = 1 / 20;

export class Room {
  readonly wire: Wire;
  readonly human: Human | null;
  readonly patienceMs: number;
  /** Name of the first folder, and the company on every card. */
  readonly name: string;
  /** Everything that was made, for the clearing. */
  readonly made = { cards: new Set<string>(), folders: [] as string[] };
  readonly #options: RoomOptions;
  readonly #folders = new Map<string, string>();
  #count = 0;
  #canaries = new Map<string, Made>();

  constructor(options: RoomOptions) {
    this.#options = options;
    this.wire = options.wire;
    this.human = options.human;
    this.patienceMs = options.patienceMs;
    this.name = `${marker} ${options.newId().replaceAll('-', '').slice(0, 6)}`;
  }

  /** The first folder, or one beside it; made when it is first asked for. */
  async folder(which: '' | 'B' | 'C' = ''): Promise<string> {
    const known = this.#folders.get(which);
    if (known !== undefined) return known;
    const body = await this.wire.must('POST contactFolder', {
      method: 'POST',
      path: '/me/contactFolders',
      body: { displayName: `${this.name} ${which}`.trim() },
      repeat: 'whenThrottled',
      writes: true,
    });
    const id = textOf(body['id']);
    if (id === null) throw new ProbeFailed('noFolderId');
    this.made.folders.push(id);
    this.#folders.set(which, id);
    return id;
  }

  /** A surname that no other card has. */
  surname(role: string): string {
    this.#count += 1;
    return `Probe${role}${this.name.slice(-6)}${this.#count}`;
  }

  async make(role: string, folderId: string, more: Readonly<Record<string, unknown>> = {}): Promise<Made> {
    const invented = invent(this.name, this.surname(role), this.newConnectorId(), more);
    const body = await this.wire.must('POST contact', {
      method: 'POST',
      path: `${folderPath(folderId)}/contacts`,
      body: invented.body,
      repeat: 'whenThrottled',
      writes: true,
    });
    const [id, etag] = [textOf(body['id']), etagOf(body)];
    if (id === null || etag === null) throw new ProbeFailed('noCardId');
    this.made.cards.add(id);
    return { ...invented, id, etag };
  }

  /** Cards that are there by a person's hand at the probe's asking. */
  remember(id: string): void {
    this.made.cards.add(id);
  }

  patch(
    card: Pick<Made, 'id'>,
    etag: string,
    body: Readonly<Record<string, unknown>>,
    what = 'PATCH contact',
  ): Promise<Seen> {
    return this.wire.ask(what, {
      method: 'PATCH',
      path: `/me/contacts/${segment(card.id)}`,
      headers: { 'If-Match': etag },
      body,
      repeat: 'whenThrottled',
      writes: true,
    });
  }

  /** To Deleted Items. Only what the probe made. */
  remove(card: Pick<Made, 'id'>, etag: string, what = 'DELETE contact'): Promise<Seen> {
    if (!this.made.cards.has(card.id)) throw new ProbeFailed('notOurs');
    return this.wire.ask(what, {
      method: 'DELETE',
      path: `/me/contacts/${segment(card.id)}`,
      headers: { 'If-Match': etag },
      repeat: 'whenThrottled',
      writes: true,
    });
  }

  async see(id: string, what = 'GET contact'): Promise<Sight | null> {
    const path = `/me/contacts/${segment(id)}?$select=${markSelect},givenName,jobTitle,birthday&$expand=${expandConnectorId}`;
    const seen = await this.wire.ask(what, get(path));
    if (seen.status === 404) return null;
    if (!seen.ok) throw new ProbeFailed(seen.code ?? `http${seen.status}`);
    return {
      etag: etagOf(seen.body) ?? '',
      folderId: textOf(seen.body['parentFolderId']) ?? '',
      connectorId: fromGraphConnectorId(seen.body),
      contact: seen.body,
    };
  }

  /** Ids of cards that the service finds by this connector ID. */
  async find(connectorId: ConnectorId, folderId: string | null, what: string): Promise<string[]> {
    const where = folderId === null ? '/me' : folderPath(folderId);
    const path = `${where}/contacts?$filter=${filterByConnectorId(connectorId)}&$select=id&$expand=${expandConnectorId}`;
    const { items } = await this.wire.list(what, get(path));
    const ours = items.filter((item) => fromGraphConnectorId(item) === connectorId.toLowerCase());
    return ours.flatMap((item) => textOf(item['id']) ?? []);
  }

  newConnectorId(): ConnectorId {
    return newConnectorId(this.#options.newId);
  }

  /** A moment in which what lags a little may come. */
  rest(): Promise<void> {
    return this.sleep(Math.min(longestRestMs, this.patienceMs * shareOfPatience));
  }

  /** Trouble when it was ended. */
  async sleep(ms: number): Promise<void> {
    const { signal } = this.#options;
    await this.wire.clock.sleep(ms, signal).catch((cause: unknown) => {
      if (!signal.aborted) throw cause;
      throw new Trouble('graph.stopped', { kind: 'retry', afterMs: 0 }, { cause });
    });
  }

  /** Rounds of several watches until `enough`, then two more. `tookMs` null: it did not come to that within `limitMs`. */
  async follow(
    tracked: readonly Tracked[],
    enough: (items: readonly (readonly Item[])[]) => boolean | Promise<boolean>,
    limitMs = this.patienceMs,
    everyMs = Math.min(longestPollMs, this.patienceMs * shareOfPatience),
  ): Promise<{ items: Item[][]; tookMs: number | null }> {
    const items: Item[][] = tracked.map(() => []);
    const round = async (): Promise<void> => {
      for (const [at, { watch }] of tracked.entries()) items[at]?.push(...(await watch.next()));
    };
    const from = this.wire.clock.monotonicMs();
    for (;;) {
      await round();
      const tookMs = this.wire.clock.monotonicMs() - from;
      if (await enough(items)) {
        for (let n = 0; n < furtherRounds; n += 1) {
          await this.rest();
          await round();
        }
        return { items, tookMs: Math.round(tookMs) };
      }
      if (tookMs >= limitMs) return { items, tookMs: null };
      await this.sleep(everyMs);
    }
  }

  /**
   * Watches from a moment at which everything done before has been told. `items`: the last word on every card of the folder.
   * Throws ProbeFailed `deltaSilent`.
   */
  async track(folders: readonly (WatchOptions & { readonly folderId: string })[]): Promise<Tracked[]> {
    for (const { folderId } of folders)
      if (!this.#canaries.has(folderId)) this.#canaries.set(folderId, await this.make('Kanarie', folderId));
    const tracked: Tracked[] = [];
    for (const { folderId, ...options } of folders)
      tracked.push({ folderId, ...(await FolderWatch.start(this.wire, folderId, options)) });
    const told = await this.toldOf(tracked);
    return tracked.map((one, at) => ({ ...one, items: [...one.items, ...(told[at] ?? [])] }));
  }

  /**
   * What the folders' deltas tell of something that has just been done. A card of its own in each folder is changed after it: once
   * that one shows, what was done before has had its chance. Throws ProbeFailed `deltaSilent` where not even that shows.
   */
  async toldOf(tracked: readonly Tracked[]): Promise<Item[][]> {
    const etags = new Map<string, string>();
    for (const { folderId } of tracked)
      if (!etags.has(folderId)) etags.set(folderId, await this.#stir(folderId));
    const { items, tookMs } = await this.follow(tracked, (all) =>
      all.every((one, at) => one.some(({ etag }) => etag === etags.get(tracked[at]?.folderId ?? ''))),
    );
    if (tookMs === null) throw new ProbeFailed('deltaSilent');
    return items;
  }

  async #stir(folderId: string): Promise<string> {
    const card = this.#canaries.get(folderId);
    if (card === undefined) throw new ProbeFailed('noCanary');
    this.#count += 1;
    const seen = await this.patch(card, card.etag, { jobTitle: `Kanarie ${this.#count}` });
    const etag = etagOf(seen.body);
    if (!seen.ok || etag === null) throw new ProbeFailed(seen.code ?? `http${seen.status}`);
    this.#canaries.set(folderId, { ...card, etag });
    return etag;
  }

  /** Follows the folders while a person does it; null when that took too long, or nobody is there. */
  async untilDone(
    step: HumanStep,
    values: Readonly<Record<string, string>>,
    tracked: readonly Tracked[],
    isDone: (items: readonly (readonly Item[])[]) => boolean | Promise<boolean>,
  ): Promise<Item[][] | null> {
    if (this.human === null) return null;
    this.human.tell(step, { folder: this.name, ...values });
    const { items, tookMs } = await this.follow(tracked, isDone, this.human.waitMs, humanPollMs);
    return tookMs === null ? null : items;
  }
}

/** A folder that is followed. */
export interface Tracked {
  readonly watch: FolderWatch;
  readonly folderId: string;
  readonly items: readonly Item[];
}
