/**
 * What `doctor` looks at, in the order in which one thing needs another. Each check stands alone: what fails is a
 * finding, never the end. Changes nothing (but that the database that comes along is started, and stopped again).
 */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../cli/ports.ts';
import { explain } from '../cli/errors.ts';
import { workerRuns } from '../jobs/runners.ts';
import { endingsSoon } from '../notices/index.ts';
import { requireSignIn, SettingsError, type Settings } from '../settings.ts';
import { codeOf } from '../store/errors.ts';
import { examineAssumptions } from './examine-assumptions.ts';
import { fetchFacts } from './fetch-facts.ts';
import type { Parts } from './parts.ts';

const DAY_MS = 86_400_000;
/** A certificate is worth a warning this long before it ends. */
const ENDS_SOON_MS = 30 * DAY_MS;
/** Tokens are taken with a tolerance of a minute; half of that is a warning in itself. */
const CLOCK_WARNING_S = 30;
/** Whatever a check waits for, the doctor does not wait longer. */
const CHECK_WITHIN_MS = 20_000;

type Check = (parts: Parts) => Promise<Finding[]>;

const checks: readonly Check[] = [
  (parts) => checkSignInSettings(parts),
  (parts) => checkDatabase(parts),
  (parts) => checkCrm(parts),
  (parts) => checkWorker(parts),
  (parts) => checkTls(parts),
  (parts) => checkEndings(parts),
  (parts) => checkSignIn(parts),
  (parts) => checkGraph(parts),
  ({ settings }) => examineAssumptions(settings),
  (parts) => checkPublicUrl(parts),
];

export async function* examine(parts: Parts): AsyncIterable<Finding> {
  for (const check of checks) {
    const found = await Promise.race([
      check(parts).catch((error: unknown) => [unforeseen(parts.settings, error)]),
      sleep(CHECK_WITHIN_MS, null, { ref: false }),
    ]);
    yield* found ?? [wrong('doctor', 'checkTooSlow', { seconds: CHECK_WITHIN_MS / 1000 })];
  }
}

type Values = Finding['values'];
const finding =
  (state: Finding['state']) =>
  (check: string, what: string, values?: Values): Finding => ({
    check,
    state,
    what,
    ...(values === undefined ? {} : { values }),
  });
const ok = finding('ok');
const warning = finding('warning');
const wrong = finding('wrong');

const unforeseen = ({ language }: Settings, error: unknown): Finding =>
  wrong('doctor', 'checkFailed', { message: explain(error, language).message });

const checkSignInSettings: Check = async ({ settings }) => {
  try {
    requireSignIn(settings);
    return [ok('signInSettings', 'signInSettingsOk')];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ name, says }) =>
      wrong('signInSettings', 'signInMissing', { name, says: says[settings.language].replace(/\.$/u, '') }),
    );
  }
};

const checkDatabase: Check = async ({ settings, store }) => {
  try {
    const opened = await store();
    const pending = await opened.pendingMigrations();
    const kind = opened.embedded ? 'DATA_DIR' : 'DATABASE_URL';
    if (pending.length === 0) return [ok('database', 'databaseOk', { kind })];
    return settings.autoMigrate
      ? [ok('database', 'databaseNew', { n: pending.length })]
      : [wrong('database', 'databaseBehind', { n: pending.length })];
  } catch (error) {
    return [wrong('database', 'databaseWrong', { message: explain(error, settings.language).message })];
  }
};

/** Only where the database is as this version needs it; else its own finding says enough. */
const migrated = async ({ store }: Parts): Promise<boolean> => {
  try {
    return (await (await store()).pendingMigrations()).length === 0;
  } catch {
    return false;
  }
};

const checkCrm: Check = async (parts) => {
  if (!(await migrated(parts))) return [];
  try {
    const employees = (await (await parts.crm()).employees()).filter(({ active }) => active).length;
    return [employees === 0 ? warning('crm', 'crmEmpty') : ok('crm', 'crmOk', { employees })];
  } catch (error) {
    return [wrong('crm', 'crmWrong', { code: codeOf(error) ?? 'unknown' })];
  }
};

const checkWorker: Check = async (parts) => {
  if (!(await migrated(parts))) return [];
  const { db } = await parts.store();
  return [(await workerRuns(db)) ? ok('worker', 'workerOk') : warning('worker', 'workerNone')];
};

const checkTls: Check = async ({ settings: { tls } }) => {
  if (tls === null) return [];
  try {
    const certificate = new X509Certificate(await readFile(tls.certFile));
    const belongs = certificate.checkPrivateKey(createPrivateKey(await readFile(tls.keyFile)));
    const endsAt = new Date(certificate.validTo);
    if (!belongs || endsAt < new Date()) return [wrong('tls', 'tlsWrong')];
    const at = endsAt.toISOString().slice(0, 10);
    const endsSoon = endsAt.getTime() - Date.now() < ENDS_SOON_MS;
    return [endsSoon ? warning('tls', 'tlsEnds', { at }) : ok('tls', 'tlsOk', { at })];
  } catch {
    return [wrong('tls', 'tlsWrong')];
  }
};

/** TLS has a finding of its own; a secret is known to end only where the settings say so. */
const checkEndings: Check = async ({ settings }) => {
  const now = new Date();
  return (await endingsSoon({ ...settings, tls: null }, now)).map(({ what, endsAt }) =>
    (endsAt < now.toISOString() ? wrong : warning)(
      'credential',
      what === 'clientSecret' ? 'secretEnds' : 'certificateEnds',
      { at: endsAt.slice(0, 10) },
    ),
  );
};

/** The sign-in's address for every tenant, the clock by its answers, then the app itself with its key. */
const checkSignIn: Check = async (parts) => {
  const { settings } = parts;
  const found = await checkTenants(settings);
  if (settings.clientId === null || settings.credential === null || settings.tokenKey === null) return found;
  if (!(await migrated(parts)) || found.some(({ what }) => what === 'metadataWrong')) return found;
  try {
    const identity = await parts.identity();
    found.push(ok('tokenKey', 'tokenKeyOk'));
    const checked = await identity.check();
    if (checked.ok) {
      found.push(ok('credential', 'credentialOk'));
      found.push(...grantedOf(checked.permissions, await identity.tooMuchGranted()));
    } else {
      const { code, what } = checked.trouble;
      const refused = checked.step === 'client' && what.kind === 'misconfigured';
      found.push(
        refused
          ? wrong('credential', 'credentialWrong', { code })
          : warning('credential', 'credentialUnclear', { code }),
      );
    }
  } catch (error) {
    const said = explain(error, settings.language);
    found.push(wrong('tokenKey', 'identityWrong', { message: said.message }));
  }
  return found;
};

/** Least privilege: what was granted beyond what is asked for. */
const grantedOf = (permissions: readonly string[] | null, scopes: readonly string[]): Finding[] => {
  const found: Finding[] = [];
  if (permissions === null) found.push(warning('granted', 'grantedUnknown'));
  else if (permissions.length > 0)
    found.push(warning('granted', 'grantedApp', { list: permissions.join(', ') }));
  if (scopes.length > 0) found.push(warning('granted', 'grantedTooMuch', { list: scopes.join(', ') }));
  return found.length > 0 ? found : [ok('granted', 'grantedOk')];
};

const checkTenants = async ({ authority, allowedTenants }: Settings): Promise<Finding[]> => {
  const found: Finding[] = [];
  let skewSeconds: number | null = null;
  let known = 0;
  for (const tenant of allowedTenants.length === 0 ? ['organizations'] : allowedTenants) {
    const facts = await fetchFacts(`${authority}/${tenant}/v2.0/.well-known/openid-configuration`);
    if ('failed' in facts) {
      return [
        wrong('signIn', 'metadataWrong', { authority, code: facts.failed }),
        warning('clock', 'clockUnknown'),
      ];
    }
    skewSeconds = facts.skewSeconds ?? skewSeconds;
    if (facts.status === 200) known += 1;
    else if (facts.status < 500) found.push(wrong('signIn', 'metadataUnknownTenant', { tenant, authority }));
    else found.push(wrong('signIn', 'metadataWrong', { authority, code: `HTTP ${String(facts.status)}` }));
  }
  if (known > 0) found.unshift(ok('signIn', 'metadataOk', { authority, n: known }));
  found.push(clock(skewSeconds));
  return found;
};

const clock = (seconds: number | null): Finding => {
  if (seconds === null) return warning('clock', 'clockUnknown');
  return Math.abs(seconds) > CLOCK_WARNING_S
    ? wrong('clock', 'clockWrong', { seconds })
    : ok('clock', 'clockOk', { seconds });
};

/** Without a token Graph answers 401: it is there, and it is Graph. */
const checkGraph: Check = async ({ settings: { graphBaseUrl: url } }) => {
  const facts = await fetchFacts(`${url}/v1.0/me`);
  if ('failed' in facts) return [wrong('graph', 'graphWrong', { url, code: facts.failed })];
  return facts.status === 401
    ? [ok('graph', 'graphOk', { url })]
    : [wrong('graph', 'graphWrong', { url, code: `HTTP ${String(facts.status)}` })];
};

const checkPublicUrl: Check = async (parts) => {
  const { publicUrl: url, notificationOrigin } = parts.settings;
  if (url === null) return [warning('publicUrl', 'publicUrlNone')];
  const found: Finding[] = [];
  const facts = await fetchFacts(`${url}/healthz`);
  const code = 'failed' in facts ? facts.failed : `HTTP ${String(facts.status)}`;
  const answers = 'status' in facts && facts.status === 200;
  if (answers) found.push(ok('publicUrl', 'publicUrlOk', { url }));
  else {
    // Before anything was started nobody can answer there.
    const expected = (await migrated(parts)) && (await workerRuns((await parts.store()).db));
    found.push((expected ? wrong : warning)('publicUrl', 'publicUrlNotServing', { url, code }));
  }
  if (!url.startsWith('https:')) found.push(warning('publicUrl', 'publicUrlPlain', { url }));
  if (notificationOrigin === null) found.push(warning('notifications', 'notificationsOff'));
  return found;
};
