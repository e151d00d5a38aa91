/**
 * Where Microsoft's documents are silent, contradict each other, or describe something that happens now and then,
 * the stand-in can be switched between the possibilities. The defaults are the likeliest reading; tests run over
 * all of them. One flat record, so that it can be set over HTTP as well.
 */

/** How a lost delta token is told ("Use delta query to track changes", section on resets; issues show the casings). */
export type DeltaExpiry =
  | '410Location'
  | '410SyncStateNotFound'
  | '400syncStateNotFound'
  | '410resyncRequired'
  | '400ResyncRequired'
  | '400SyncStateInvalid'
  | '404syncStateInvalid';

export type BirthdayForm = 'midnightUtc' | '1159Utc' | 'localMidnight';
export type NameForm = 'kept' | 'regeneratedOnNameChange' | 'regeneratedAlways';

export interface Switches {
  // ── delta ("contact: delta")
  /** `$expand` on a contacts delta; documented for messages only. */
  expandOnDelta: 'ignored' | 'refused' | 'honoured';
  /** `$top` on a delta: some report a refusal, some that it does nothing. */
  topOnDelta: 'refused' | 'ignored';
  /** "with at least the properties that have been updated": the whole card, or only those; or, against it, no more than ids. */
  deltaContent: 'full' | 'changedOnly' | 'idsOnly';
  deltaExpiry: DeltaExpiry;
  /** Age on the sandbox's clock after which a delta token is lost; null: never. */
  deltaTokenLifetimeMs: number | null;
  deltaPageSize: number;
  /** Items of a page in any order. */
  deltaShuffle: boolean;
  /** Chance that an item comes a second time in the same round. */
  deltaRepeats: number;
  /** Chance that a page is empty although more follow. */
  deltaEmptyPages: number;
  /** Chance that a round brings items again that an earlier round has brought. */
  deltaReplays: number;
  /** A change shows up in the delta only after this time on the sandbox's clock. */
  deltaLagMs: number;
  /** Chance that a removal never shows up ("Missing event on last contact delete"). */
  deltaMissedRemovals: number;
  deltaRemovedReason: 'deleted' | 'changed';
  /** Whether the delta of the folder that a card is moved to shows it, for readers with immutable ids. */
  moveShowsInDestination: boolean;
  /** `/me/contacts/delta` is undocumented: the default folder, or refused. */
  meContactsDelta: 'defaultFolder' | 'refused';

  // ── reading
  /** `/me/contacts` lists the default folder, or all contact folders (the page says both). */
  listScope: 'defaultFolder' | 'mailbox';
  /** Where `$filter` on an extended property looks. */
  findScope: 'mailbox' | 'defaultFolder' | 'mailboxAndDeletedItems';
  /** A new card is found by `$filter` on an extended property only after this time on the sandbox's clock. */
  findLagMs: number;
  /** A new card is not found by the first so many look-ups that should find it. */
  findMisses: number;
  /**
   * Reads say, without any error, that there are no cards: an empty delta, an empty list, 404 for each card. Reported of
   * sources that were being refreshed (OutlookGoogleCalendarSync #2137). The delta's position stays where it was.
   */
  readsAreEmpty: boolean;
  /** A card in Deleted Items, asked for by its immutable id. */
  deletedCards: 'found' | 'gone';
  nulls: 'null' | 'omitted';

  // ── writing
  /** Answer to an If-Match that is no longer right; or it is taken no notice of, which no page rules out. */
  staleEtag: 412 | 409 | 'ignored';
  /** Whether writing only an extended property gives the card a new change key and brings it into the delta. */
  extendedPropertyBumps: boolean;
  /** displayName and fileAs on an update that does not carry them ("may be recalculated"). */
  displayName: NameForm;
  fileAs: NameForm;
  /** emailAddresses[].name: as written, or always that of the organisation's own contact with that address. */
  emailNames: 'kept' | 'rewritten';
  /** Names of the organisation's contacts by lower-case address, for `emailNames: 'rewritten'`. */
  organisationNames: Record<string, string>;
  /** How a birthday comes back: the instant as written, or another moment of that day. */
  birthdayAnswers: 'asWritten' | BirthdayForm;
  /** What a client of Outlook stores when its user picks a birthday. */
  birthdayByUser: BirthdayForm;

  // ── $batch, notifications, limits
  batchOrder: 'any' | 'asAsked';
  notificationDelayMs: number;
  notificationUrls: 'httpAllowed' | 'httpsOnly';
  limitConcurrency: boolean;
  maxConcurrent: number;
  concurrencyRetryAfterSeconds: number;
  limitWindow: boolean;
  windowRequests: number;
  windowMs: number;
  /** Real milliseconds that each request (also each one inside a batch) takes. */
  latencyMs: number;
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  expandOnDelta: 'ignored',
  topOnDelta: 'refused',
  deltaContent: 'full',
  deltaExpiry: '410Location',
  deltaTokenLifetimeMs: null,
  deltaPageSize: 10,
  deltaShuffle: false,
  deltaRepeats: 0,
  deltaEmptyPages: 0,
  deltaReplays: 0,
  deltaLagMs: 0,
  deltaMissedRemovals: 0,
  deltaRemovedReason: 'deleted',
  moveShowsInDestination: false,
  meContactsDelta: 'defaultFolder',
  listScope: 'defaultFolder',
  findScope: 'mailbox',
  findLagMs: 0,
  findMisses: 0,
  readsAreEmpty: false,
  deletedCards: 'found',
  nulls: 'null',
  staleEtag: 412,
  extendedPropertyBumps: true,
  displayName: 'kept',
  fileAs: 'kept',
  emailNames: 'kept',
  organisationNames: {},
  birthdayAnswers: 'asWritten',
  birthdayByUser: '1159Utc',
  batchOrder: 'any',
  notificationDelayMs: 1_000,
  notificationUrls: 'httpAllowed',
  limitConcurrency: true,
  maxConcurrent: 4,
  concurrencyRetryAfterSeconds: 1,
  limitWindow: true,
  windowRequests: 10_000,
  windowMs: 600_000,
  latencyMs: 0,
};

export interface SandboxSwitches {
  /** The present values; read only, change them with `set`. */
  readonly now: Readonly<Switches>;
  set(changes: Partial<Switches>): void;
  /** Back to what the sandbox was made with. */
  reset(): void;
}

export function createSwitches(first: Partial<Switches> = {}): SandboxSwitches {
  const known = (changes: Partial<Switches>): Partial<Switches> => {
    for (const name of Object.keys(changes))
      if (!(name in DEFAULT_SWITCHES)) throw new RangeError(`no such switch: ${name}`);
    return changes;
  };
  const now: Switches = { ...DEFAULT_SWITCHES, ...known(first) };
  return {
    now,
    set: (changes) => void Object.assign(now, known(changes)),
    reset: () => void Object.assign(now, DEFAULT_SWITCHES, first),
  };
}
