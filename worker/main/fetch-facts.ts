/** One GET for `doctor`: whether anybody answers, with what status, and how far their clock is from ours. */
import { codeOf } from '../store/errors.ts';

const TIMEOUT_MS = 8_000;

export type Facts =
  | { readonly status: number; readonly skewSeconds: number | null }
  /** A code of the network or of TLS. */
  | { readonly failed: string };

export const fetchFacts = async (url: string): Promise<Facts> => {
  const before = Date.now();
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
    const middle = (before + Date.now()) / 2;
    await response.body?.cancel();
    const theirs = Date.parse(response.headers.get('date') ?? '');
    // The header counts in whole seconds, cut off.
    const skewSeconds = Number.isNaN(theirs) ? null : Math.round((middle - theirs - 500) / 1000);
    return { status: response.status, skewSeconds };
  } catch (error) {
    return { failed: networkCode(error) };
  }
};

/** `fetch failed` hides the reason one or two causes deep. */
const networkCode = (error: unknown, depth = 0): string => {
  const code = codeOf(error);
  if (code !== undefined) return code;
  const cause: unknown = (error as { cause?: unknown } | null)?.cause;
  if (cause !== undefined && depth < 3) return networkCode(cause, depth + 1);
  const name: unknown = (error as { name?: unknown } | null)?.name;
  return name === 'TimeoutError' ? 'ETIMEDOUT' : 'unreachable';
};
