/**
 * The log: one JSON line (or a readable one) per event, with ids and codes only. Personal data never belongs in it;
 * the redaction below is the second line of defence, not the first. Goes to standard error, so that a command's
 * `--json` on standard output stays clean.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Settings } from './settings.ts';

export type { Logger } from 'pino';

/** Names of properties that hold secrets or what people typed; at the top and up to two levels down. */
const hidden = [
  'accessToken',
  'refreshToken',
  'token',
  'secret',
  'password',
  'authorization',
  'Authorization',
  'cookie',
  'databaseUrl',
  'connectionString',
  'clientState',
  'code_verifier',
  'fields',
  'email',
  'emailAddresses',
  'phone',
  'displayName',
  'givenName',
  'surname',
  'upn',
  'body',
  'card',
  'person',
];
const paths = hidden.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * Of an error only name, code and where it was thrown: texts of foreign errors may quote what people typed
 * (PostgreSQL's `detail` quotes the row). Causes are followed three deep.
 */
export const bareError = (error: unknown, depth = 0): unknown => {
  if (typeof error !== 'object' || error === null) return { type: typeof error };
  const { name, code, what, stack, cause } = error as Record<string, unknown>;
  const frames = typeof stack === 'string' ? stack.split('\n').filter((line) => /^\s+at /.test(line)) : [];
  return {
    type: typeof name === 'string' ? name : 'Error',
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof what === 'object' && what !== null && 'kind' in what ? { kind: what.kind } : {}),
    ...(frames.length > 0 ? { at: frames.slice(0, 8).map((line) => line.trim()) } : {}),
    ...(cause !== undefined && depth < 3 ? { cause: bareError(cause, depth + 1) } : {}),
  };
};

type Ids = Readonly<Record<string, string>>;
const idsHere = new AsyncLocalStorage<Ids>();

/** Every line that is logged on the way, by whomever, carries these ids (of a pass, a mailbox, a request) too. */
export const withLogIds = <T>(ids: Ids, work: () => T): T =>
  idsHere.run({ ...idsHere.getStore(), ...ids }, work);

/** For work that somebody's request or pass only set going: its lines are not theirs. */
export const withoutLogIds = <T>(work: () => T): T => idsHere.run({}, work);

export const createLogger = (
  settings: Pick<Settings, 'logLevel' | 'logFormat'>,
  destination: DestinationStream = process.stderr,
): Logger =>
  pino(
    {
      level: settings.logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      // A copy: pino writes the line's own fields into it.
      mixin: () => ({ ...idsHere.getStore() }),
      formatters: { level: (level) => ({ level }) },
      serializers: { err: bareError, error: bareError },
      redact: { paths, censor: '[hidden]' },
    },
    settings.logFormat === 'text' ? readable(destination) : destination,
  );

/** `12:03:44.120 INFO  pass done mailbox=… code=…`, from the JSON line that pino made. */
const readable = (destination: DestinationStream): DestinationStream => ({
  write: (line) => {
    const { time, level, msg, ...rest } = JSON.parse(line) as Record<string, unknown>;
    const at = typeof time === 'string' ? time.slice(11, 23) : '';
    const details = Object.entries(rest).map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    const weight = (typeof level === 'string' ? level : '').toUpperCase().padEnd(5);
    const words = [at, weight, typeof msg === 'string' ? msg : '', ...details];
    destination.write(`${words.filter((word) => word !== '').join(' ')}\n`);
  },
});
