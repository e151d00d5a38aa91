/**
 * Reckoning with instants given as text (ISO, UTC, with milliseconds, as `toISOString` writes them), so that they
 * compare as text too. Reads no clock: every instant comes in.
 */
const hourMs = 3_600_000;

/** The instant `hours` earlier. */
export const hoursBefore = (at: string, hours: number): string =>
  new Date(Date.parse(at) - hours * hourMs).toISOString();

/** The instant `days` times 24 hours earlier. */
export const daysBefore = (at: string, days: number): string => hoursBefore(at, days * 24);
