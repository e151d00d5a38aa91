/**
 * At every start, once the worker is at work: a line in the log where Microsoft granted the app more than it asks for.
 * The same that `doctor` finds; it stops nothing and changes nothing. What single users' tokens carry beyond that is
 * logged when they are used.
 */
import type { Identity } from '../identity/index.ts';
import type { Logger } from '../log.ts';

/** Not in the first seconds, which belong to the passes that have waited. */
const AFTER_MS = 15_000;

/** Ends with the process, or with what it gives back. */
export const warnOfTooMuchGranted = (
  identity: Pick<Identity, 'check' | 'tooMuchGranted'>,
  log: Pick<Logger, 'warn'>,
  afterMs = AFTER_MS,
): (() => void) => {
  const look = async (): Promise<void> => {
    const scopes = await identity.tooMuchGranted();
    if (scopes.length > 0) log.warn({ scopes }, 'signIn.tooMuchGranted');
    const checked = await identity.check();
    if (checked.ok && checked.permissions !== null && checked.permissions.length > 0)
      log.warn({ permissions: checked.permissions }, 'signIn.appPermissions');
  };
  const timer = setTimeout(() => {
    // A sign-in or a database out of reach is told by whoever needs it.
    look().catch(() => undefined);
  }, afterMs);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
};
