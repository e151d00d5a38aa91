/**
 * The few points in which the adapter may be told how this service behaves, as the probe measured it (worker/probe). The defaults
 * hold everywhere; what is told can only make the worker look longer or further (R11), never less: safety is not for sale here.
 */
import { z } from 'zod';

const shortestSecondLookMs = 2_000;
/** A pass waits this long at most; a service that lags behind further is looked up by a listing. */
const longestSecondLookMs = 30_000;

const assumptions = z.object({
  /** R11: wait before an unclear create is looked up for the second time; the service's index lags behind a write. */
  secondLookMs: z.number().int().min(shortestSecondLookMs).max(longestSecondLookMs),
  /** How cards are looked up by connector ID: by `$filter`, or, where that misses them, by a listing of the default folder too. */
  lookUp: z.enum(['filter', 'filterAndListing']),
});

export type GraphAssumptions = Readonly<z.infer<typeof assumptions>>;

export const defaultAssumptions: GraphAssumptions = {
  secondLookMs: shortestSecondLookMs,
  lookUp: 'filter',
};

/** A file with them, among other things: what the probe saves, or what it applies. */
const assumptionsFile = z.object({ assumptions });

/** Null for a text that is no such file, or one that asks for less than the defaults. */
export const parseAssumptions = (text: string): GraphAssumptions | null => {
  try {
    const parsed = assumptionsFile.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.assumptions : null;
  } catch {
    return null;
  }
};

const appliedFile = z.object({ appliedAt: z.iso.datetime() });

/** When they were applied, by the file's own word; null where it does not say. */
export const appliedAtOf = (text: string): Date | null => {
  try {
    const parsed = appliedFile.safeParse(JSON.parse(text));
    return parsed.success ? new Date(parsed.data.appliedAt) : null;
  } catch {
    return null;
  }
};

/** Of several mailboxes' measurements the more careful. */
export const moreCareful = (one: GraphAssumptions, other: GraphAssumptions): GraphAssumptions => ({
  secondLookMs: Math.max(one.secondLookMs, other.secondLookMs),
  lookUp: one.lookUp === 'filterAndListing' ? one.lookUp : other.lookUp,
});

/** What follows from a delay of the index; `null`: it never found the card. */
export const assumptionsFor = (slowestFindMs: number | null): GraphAssumptions => {
  if (slowestFindMs === null) return { secondLookMs: longestSecondLookMs, lookUp: 'filterAndListing' };
  // Measured on a quiet mailbox: three times that, in whole half seconds.
  const ms = Math.ceil((slowestFindMs * 3) / 500) * 500;
  return {
    secondLookMs: Math.min(Math.max(ms, shortestSecondLookMs), longestSecondLookMs),
    lookUp: ms > longestSecondLookMs ? 'filterAndListing' : 'filter',
  };
};
