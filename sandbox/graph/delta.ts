/**
 * Delta answers of one folder ("contact: delta", "Use delta query to track changes in Microsoft Graph"): pages under
 * a skip token, then a delta token; items repeated, reordered, late or empty pages where the switches say so. Tokens
 * are opaque to callers; here they carry the position in the folder's log.
 */
import type { SandboxClock } from '../clock.ts';
import type { Random } from '../random.ts';
import { maxPageSize, ok, type Answer, type Call } from './call.ts';
import type { Folder, LogEntry } from './entities.ts';
import { readExpand } from './extended-properties.ts';
import type { Mailbox } from './mailbox.ts';
import { idOf, presentation, presentCard, readSelect, type Presentation } from './present.ts';
import { badRequest, Problem } from './problem.ts';
import type { DeltaExpiry, Switches } from './switches.ts';

interface Token {
  /** Mailbox and folder it was given for. */
  readonly m: string;
  readonly f: string;
  /** Generation of the mailbox's tokens. */
  readonly g: number;
  /** Time of issue. */
  readonly t: number;
  /** Last sequence number told. */
  readonly a: number;
  /** Where this round began; 0 in a first round: everything. */
  readonly b: number;
  /** The mailbox's sequence number when this round began. */
  readonly s: number;
  /** `$select` and `$expand` of the first request: links carry them on. */
  readonly sel: string | null;
  readonly exp: string | null;
  /** Cards to be told once more on the next page. */
  readonly r?: readonly number[];
  /** The page before was empty. */
  readonly e?: boolean;
}

export interface DeltaParts {
  readonly mailbox: Mailbox;
  readonly switches: Readonly<Switches>;
  readonly random: Random;
  readonly clock: SandboxClock;
}

const encode = (token: Token): string => Buffer.from(JSON.stringify(token)).toString('base64url');

export const carriesDeltaToken = (query: URLSearchParams): boolean =>
  /\$(delta|skip)token=./i.test(decoded(query));
const decoded = (query: URLSearchParams): string =>
  [...query].map(([name, value]) => `${name}=${value}`).join('&');

const EXPIRY: Readonly<Record<DeltaExpiry, readonly [number, string]>> = {
  '410Location': [410, 'SyncStateNotFound'],
  '410SyncStateNotFound': [410, 'SyncStateNotFound'],
  '400syncStateNotFound': [400, 'syncStateNotFound'],
  '410resyncRequired': [410, 'resyncRequired'],
  '400ResyncRequired': [400, 'ResyncRequired'],
  '400SyncStateInvalid': [400, 'SyncStateInvalid'],
  '404syncStateInvalid': [404, 'syncStateInvalid'],
};

function lost(call: Call, form: DeltaExpiry): Problem {
  const [status, code] = EXPIRY[form];
  const start = `${call.base}/${call.segments.map(encodeURIComponent).join('/')}?$deltatoken=`;
  return new Problem(
    status,
    code,
    'The sync state generation is not found; a fresh round is needed.',
    form === '410Location' ? { location: start } : {},
  );
}

function parse(text: string): Token | null {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Token;
    return typeof token.a === 'number' && typeof token.f === 'string' ? token : null;
  } catch {
    return null;
  }
}

function firstToken(call: Call, folder: Folder, parts: DeltaParts): Token {
  const { query } = call;
  for (const name of ['$filter', '$orderby', '$search', '$count', '$skip'])
    if (query.has(name)) throw badRequest('ErrorInvalidUrlQuery', `'${name}' is not supported on a delta.`);
  if (query.has('$top') && parts.switches.topOnDelta === 'refused')
    throw badRequest('ErrorInvalidUrlQuery', "'$top' is not supported on a delta.");
  if (query.has('$expand') && parts.switches.expandOnDelta === 'refused')
    throw badRequest('ErrorInvalidUrlQuery', "'$expand' is not supported on a delta.");
  const exp = parts.switches.expandOnDelta === 'honoured' ? query.get('$expand') : null;
  const { mailbox, clock } = parts;
  const common = { m: mailbox.userId, f: folder.id, g: mailbox.deltaGeneration, t: clock.now() };
  return { ...common, a: 0, b: 0, s: mailbox.seq, sel: query.get('$select'), exp };
}

/** A delta token starts the next round where the last one ended, or a little before it (a replay). */
function nextRound(token: Token, parts: DeltaParts): Token {
  const back = parts.random.chance(parts.switches.deltaReplays) ? 1 + parts.random.below(20) : 0;
  return { ...token, a: Math.max(token.a - back, 0), b: Math.max(token.a, 1), s: parts.mailbox.seq };
}

function readToken(call: Call, folder: Folder, parts: DeltaParts): Token {
  const text = call.query.get('$skiptoken') ?? call.query.get('$deltatoken');
  // An empty delta token is what a 410's Location hands out: a first round.
  if (!text) return firstToken(call, folder, parts);
  const token = parse(text);
  const { mailbox, switches } = parts;
  if (!token || token.m !== mailbox.userId || token.f !== folder.id)
    throw badRequest('SyncStateInvalid', 'Badly formed token.');
  const age = parts.clock.now() - token.t;
  if (token.g !== mailbox.deltaGeneration || age > (switches.deltaTokenLifetimeMs ?? Infinity))
    throw lost(call, switches.deltaExpiry);
  return call.query.has('$skiptoken') ? token : nextRound(token, parts);
}

/** Index of the first entry after `seq`: entries are in order. */
function firstAfter(log: readonly LogEntry[], seq: number): number {
  let low = 0;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log[middle] as LogEntry).seq > seq) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether an entry is told in this round, to a reader with this form of ids. */
function told(entry: LogEntry, token: Token, folder: Folder, how: Presentation): boolean {
  const isFirstRound = token.b === 0;
  // Reported: under immutable ids a move shows as a removal in the source and as nothing in the destination.
  const isUnseen = ({ arrived }: LogEntry): boolean =>
    arrived && how.immutableIds && !isFirstRound && !how.switches.moveShowsInDestination;
  const latest = folder.latest.get(entry.number);
  // Reported (microsoft-graph-docs #21752): away and back again is told as the removal alone.
  if (latest !== entry)
    return entry.removed !== null && !entry.missed && latest !== undefined && isUnseen(latest);
  // What came and went before a first round began is not in it.
  if (entry.removed) return !(isFirstRound && entry.seq <= token.s) && !(entry.missed && !isFirstRound);
  return !isUnseen(entry);
}

/** No property beside id and version. */
const NOTHING: ReadonlySet<string> = new Set();

function present(entry: LogEntry, token: Token, how: Presentation): Record<string, unknown> {
  if (entry.removed)
    return {
      '@removed': { reason: how.switches.deltaRemovedReason },
      id: idOf(entry.removed, how.immutableIds),
    };
  const { deltaContent } = how.switches;
  if (deltaContent === 'idsOnly') return presentCard(entry.card, how, NOTHING);
  if (deltaContent === 'full' || token.b === 0) return presentCard(entry.card, how);
  const since = token.b;
  const changed = new Set(['changeKey', 'lastModifiedDateTime']);
  for (const [name, seq] of entry.card.fieldSeq) if (seq > since) changed.add(name);
  return presentCard(entry.card, how, changed);
}

interface Page {
  readonly entries: LogEntry[];
  readonly after: number;
  readonly more: boolean;
}

function readPage(folder: Folder, token: Token, size: number, how: Presentation, visibleUntil: number): Page {
  const entries: LogEntry[] = [];
  let after = token.a;
  for (let i = firstAfter(folder.log, token.a); i < folder.log.length; i += 1) {
    const entry = folder.log[i] as LogEntry;
    if (entry.at > visibleUntil) break;
    if (told(entry, token, folder, how)) {
      if (entries.length === size) return { entries, after, more: true };
      entries.push(entry);
    }
    after = entry.seq;
  }
  return { entries, after, more: false };
}

function again(folder: Folder, numbers: readonly number[], token: Token, how: Presentation): LogEntry[] {
  return numbers
    .flatMap((number) => folder.latest.get(number) ?? [])
    .filter((entry) => told(entry, token, folder, how));
}

/** One page of a delta round. */
export function answerDelta(call: Call, folder: Folder, parts: DeltaParts): Answer {
  const { switches, random, clock } = parts;
  const token = readToken(call, folder, parts);
  const how = presentation(call, switches, readSelect(token.sel), readExpand(token.exp));
  const size = maxPageSize(call) ?? switches.deltaPageSize;
  const stamp = {
    g: token.g,
    t: clock.now(),
    m: token.m,
    f: token.f,
    sel: token.sel,
    exp: token.exp,
    s: token.s,
  };
  const path = `${call.base}/${call.segments.map(encodeURIComponent).join('/')}`;
  const context = `${call.base}/$metadata#Collection(contact)`;
  const headers: Record<string, string> = how.immutableIds
    ? { 'preference-applied': 'IdType="ImmutableId"' }
    : {};
  const next = (rest: Pick<Token, 'a' | 'b' | 'r' | 'e'>): string =>
    `${path}?$skiptoken=${encode({ ...stamp, ...rest })}`;

  if (switches.readsAreEmpty) {
    const still = { ...stamp, a: token.a, b: Math.max(token.a, 1) };
    const link = `${path}?$deltatoken=${encode(still)}`;
    return ok({ '@odata.context': context, value: [], '@odata.deltaLink': link }, headers);
  }

  if (!token.e && random.chance(switches.deltaEmptyPages)) {
    const link = next({ a: token.a, b: token.b, e: true, ...(token.r ? { r: token.r } : {}) });
    return ok({ '@odata.context': context, value: [], '@odata.nextLink': link }, headers);
  }

  const page = readPage(folder, token, size, how, clock.now() - switches.deltaLagMs);
  const repeats = page.entries.filter(() => random.chance(switches.deltaRepeats));
  const later = page.more ? repeats.filter(() => random.chance(0.5)) : [];
  const now = repeats.filter((entry) => !later.includes(entry));
  let entries = [...page.entries, ...again(folder, token.r ?? [], token, how), ...now];
  if (switches.deltaShuffle) entries = random.shuffle(entries);
  const value = entries.map((entry) => present(entry, token, how));
  if (page.more) {
    const link = next({ a: page.after, b: token.b, r: later.map((entry) => entry.number) });
    return ok({ '@odata.context': context, value, '@odata.nextLink': link }, headers);
  }
  // b = 0 means "first round", so an empty folder's token must not say 0.
  const end = { ...stamp, a: page.after, b: Math.max(page.after, 1) };
  return ok(
    { '@odata.context': context, value, '@odata.deltaLink': `${path}?$deltatoken=${encode(end)}` },
    headers,
  );
}
