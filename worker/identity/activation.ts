/**
 * The first sign-in, and every one after the tokens died: authorization code with PKCE and consent, in a pop-up that
 * the worker serves. A one-time ticket says who is expected; a cookie ties the answer to the browser that began.
 *
 * An employee is found by sign-in name or address only at the first activation, within an allowed tenant; from then on
 * the mailbox is tied to tenant id and object id, and nothing else is looked at.
 *
 * Tokens and mailbox come into being in one transaction: after a crash there are both or neither. The code that was
 * redeemed is then lost, and the user signs in once more.
 */
import { timingSafeEqual } from 'node:crypto';
import { CryptoProvider, type AuthenticationResult } from '@azure/msal-node';
import type { EmployeeId, MailboxId } from '../../shared/ids.ts';
import type { Employee } from '../../shared/person.ts';
import type { Db, Queryable } from '../store/db.ts';
import type { ActivationSettings } from '../sync/selection.ts';
import { classifySignIn } from './classify.ts';
import type { OpenClient } from './clients.ts';
import { accountOf, GRAPH_SCOPES, NEEDED_SCOPE, wasGranted } from './clients.ts';
import type { FlowRow, Start, TicketFor, TicketRow, Wanted } from './flow-rows.ts';
import {
  dropOldFlows,
  dropOldTickets,
  forOf,
  hashOf,
  insertFlow,
  insertTicket,
  randomSecret,
  selectTicket,
  takeFlow,
  takeTicket,
} from './flow-rows.ts';
import type { Keyring } from './keyring.ts';
import type { Account, Tokens } from './tokens.ts';

const FLOW_PURPOSE = 'identity.flows';

/** From opening the pop-up to coming back from Microsoft. */
export const FLOW_MS = 10 * 60_000;
/** From the pane's button to the pop-up. */
export const USER_TICKET_MS = 120_000;
/** For a link that an administrator sends. */
export const EMPLOYEE_TICKET_MS = 24 * 3600_000;

/** Where main.ts looks up what is tied already. Both in the store's tables. */
export interface ActivationMailboxes {
  byAccount(account: Account): Promise<{ mailboxId: MailboxId; employeeId: EmployeeId } | null>;
  ofEmployee(employeeId: EmployeeId): Promise<(Account & { mailboxId: MailboxId }) | null>;
}

export interface Activated extends Account, Wanted {
  readonly employeeId: EmployeeId;
  /** Sign-in name, lower case; for people to read, never to find anybody. */
  readonly upn: string | null;
}

/** What an activation made. */
export interface Made {
  readonly mailboxId: MailboxId;
  /** False: nothing happens in the mailbox until its user says so. */
  readonly started: boolean;
}

export interface ActivationParts {
  readonly db: Db;
  readonly keyring: Keyring;
  readonly openClient: OpenClient;
  readonly tokens: Pick<Tokens, 'save'>;
  readonly findEmployee: (address: string) => Promise<Employee | null>;
  readonly mailboxes: ActivationMailboxes;
  /**
   * Makes the mailbox, or sets the one there is to active again, with the settings that were chosen before, and asks for
   * its first pass (unless that waits for a preview), all in the transaction `tx` that also stores the tokens. What it throws undoes both.
   */
  readonly onActivated: (tx: Queryable, activated: Activated) => Promise<Made>;
  readonly allowedTenants: readonly string[];
  /** Origin under which browsers reach the worker. */
  readonly publicUrl: string;
  readonly now: () => Date;
}

export type StartResult =
  | { readonly outcome: 'started'; readonly url: string; readonly cookie: string }
  /** Unknown, used or too old. */
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'unavailable'; readonly code: string };

export type CallbackResult =
  | ({ readonly outcome: 'activated' } & Made & Activated)
  | { readonly outcome: 'declined' }
  /** Signed in as another than the ticket is for, or the employee is tied to another account. */
  | { readonly outcome: 'wrongAccount' }
  | { readonly outcome: 'foreignTenant' }
  /** No employee, or more than one, has this account's name or address. */
  | { readonly outcome: 'noEmployee' }
  | { readonly outcome: 'consentMissing' }
  /** The sign-in was not begun here, took too long, or its answer came twice. */
  | { readonly outcome: 'expired' }
  /** Microsoft or our database cannot be reached now. */
  | { readonly outcome: 'unavailable'; readonly code: string }
  | { readonly outcome: 'failed'; readonly code: string };

export interface Ticket {
  readonly ticket: string;
  /** What to open in a browser. */
  readonly url: string;
  readonly expiresAt: Date;
}

interface TicketRequest {
  readonly for: TicketFor;
  /** `now` unless given. */
  readonly start?: Start | undefined;
  /** Those of the mailbox, or those it begins with, unless given. */
  readonly settings?: ActivationSettings | undefined;
  readonly ttlMs?: number | undefined;
  readonly loginHint?: string | null;
}

export interface Activation {
  issueTicket(o: TicketRequest): Promise<Ticket>;
  /** Takes the ticket. The cookie's value goes to the browser, and comes back with the callback. */
  start(ticket: string): Promise<StartResult>;
  callback(query: URLSearchParams, cookie: string | null): Promise<CallbackResult>;
}

const crypto = new CryptoProvider();

export const createActivation = (parts: ActivationParts): Activation => {
  const redirectUri = `${parts.publicUrl}/connect/callback`;
  return {
    issueTicket: (o) => issueTicket(parts, o),
    start: (ticket) => start(parts, redirectUri, ticket),
    callback: (query, cookie) => callback(parts, redirectUri, query, cookie),
  };
};

const issueTicket = async (parts: ActivationParts, o: TicketRequest): Promise<Ticket> => {
  const ticket = randomSecret();
  const now = parts.now();
  const ttlMs = o.ttlMs ?? (o.for.kind === 'user' ? USER_TICKET_MS : EMPLOYEE_TICKET_MS);
  const expiresAt = new Date(now.getTime() + ttlMs);
  await parts.db.query(dropOldTickets(now));
  const wanted = { start: o.start ?? 'now', settings: o.settings ?? null };
  await parts.db.query(insertTicket(hashOf(ticket), o.for, wanted, o.loginHint ?? null, expiresAt));
  return { ticket, url: `${parts.publicUrl}/connect/start?ticket=${ticket}`, expiresAt };
};

// ─── Out ────────────────────────────────────────────────────────────────────────────────────────

/** An app of one tenant may not be asked for at `organizations`. */
const tenantFor = (parts: ActivationParts, who: TicketFor): string => {
  if (who.kind === 'user') return who.tid.toLowerCase();
  const [only, ...others] = parts.allowedTenants;
  return only !== undefined && others.length === 0 ? only : 'organizations';
};

const start = async (parts: ActivationParts, redirectUri: string, ticket: string): Promise<StartResult> => {
  const hash = hashOf(ticket);
  const [row] = await parts.db.query<TicketRow>(selectTicket(hash));
  const who = row && row.expires_at > parts.now() ? forOf(row) : null;
  if (!row || !who) return { outcome: 'expired' };
  const [state, cookie, nonce] = [randomSecret(), randomSecret(), randomSecret()];
  const { verifier, challenge } = await crypto.generatePkceCodes();
  let url: string;
  try {
    url = await parts.openClient(tenantFor(parts, who)).app.getAuthCodeUrl({
      scopes: GRAPH_SCOPES,
      redirectUri,
      responseMode: 'query',
      state,
      nonce,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      ...(row.login_hint === null ? { prompt: 'select_account' } : { loginHint: row.login_hint }),
    });
  } catch (error) {
    // The ticket is not spent: the same link may be opened again.
    return { outcome: 'unavailable', code: classifySignIn(error).code };
  }
  const stateHash = hashOf(state);
  const { sealed, keyId } = parts.keyring.seal(JSON.stringify({ verifier, nonce }), FLOW_PURPOSE, stateHash);
  const expiresAt = new Date(parts.now().getTime() + FLOW_MS);
  const taken = await parts.db.transaction(async (tx) => {
    if ((await tx.query(takeTicket(hash))).length !== 1) return false;
    await tx.query(dropOldFlows(parts.now()));
    const cookieHash = hashOf(cookie);
    await tx.query(insertFlow({ stateHash, cookieHash, sealed, keyId, who, wanted: row, expiresAt }));
    return true;
  });
  return taken ? { outcome: 'started', url, cookie } : { outcome: 'expired' };
};

// ─── And back ───────────────────────────────────────────────────────────────────────────────────

const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const callback = async (
  parts: ActivationParts,
  redirectUri: string,
  query: URLSearchParams,
  cookie: string | null,
): Promise<CallbackResult> => {
  const state = query.get('state') ?? '';
  const [flow] = await parts.db.query<FlowRow>(takeFlow(hashOf(state)));
  const who = flow ? forOf(flow) : null;
  if (!flow || !who || flow.expires_at <= parts.now()) return { outcome: 'expired' };
  if (cookie === null || !sameHash(hashOf(cookie), flow.cookie_hash))
    return { outcome: 'failed', code: 'otherBrowser' };
  // Before anything else is done with the answer: a refusal carries no code.
  const error = query.get('error');
  if (error !== null) return refusedByMicrosoft(error);
  const code = query.get('code');
  if (code === null || code === '') return { outcome: 'failed', code: 'noCode' };

  const client = parts.openClient(tenantFor(parts, who));
  let result: AuthenticationResult;
  try {
    const opened = parts.keyring.open(flow.sealed, flow.key_id, FLOW_PURPOSE, hashOf(state));
    const { verifier, nonce } = JSON.parse(opened) as { verifier: string; nonce: string };
    result = await client.app.acquireTokenByCode(
      { code, redirectUri, scopes: GRAPH_SCOPES, codeVerifier: verifier, nonce, state },
      { code, state, nonce },
    );
  } catch (failure) {
    return notRedeemed(failure, client.retryAfterMs);
  }
  const { start, settings } = flow;
  return admit(parts, who, { start, settings }, result, client.cache());
};

/** What stands in the redirect; its description is never shown or logged, since it may name the user. */
const refusedByMicrosoft = (error: string): CallbackResult => {
  if (error === 'access_denied') return { outcome: 'declined' };
  if (error === 'consent_required') return { outcome: 'consentMissing' };
  const code = /^[a-z_]{1,40}$/.test(error) ? error : 'unknown';
  return error === 'temporarily_unavailable' || error === 'server_error'
    ? { outcome: 'unavailable', code }
    : { outcome: 'failed', code };
};

/** An `invalid_grant` here is a code that is old, foreign or was used before. */
const notRedeemed = (failure: unknown, waitMs: number | null): CallbackResult => {
  const { code, what } = classifySignIn(failure, waitMs);
  if (what.kind === 'retry') return { outcome: 'unavailable', code };
  if (what.kind === 'park' && what.because === 'consentMissing') return { outcome: 'consentMissing' };
  return { outcome: 'failed', code: what.kind === 'park' ? 'codeRefused' : code };
};

const admit = async (
  parts: ActivationParts,
  who: TicketFor,
  wanted: Wanted,
  result: AuthenticationResult,
  cache: string,
): Promise<CallbackResult> => {
  const account = accountOf(result);
  if (!parts.allowedTenants.includes(account.tid)) return { outcome: 'foreignTenant' };
  if (who.kind === 'user' && (account.oid !== who.oid || account.tid !== who.tid))
    return { outcome: 'wrongAccount' };
  if (!wasGranted(result.scopes, NEEDED_SCOPE)) return { outcome: 'consentMissing' };
  const employee = await employeeFor(parts, who, account, addressesOf(result));
  if ('refused' in employee) return { outcome: employee.refused };

  const upn = addressesOf(result)[0] ?? null;
  const activated: Activated = { ...account, ...wanted, employeeId: employee.employeeId, upn };
  const made = await parts.db.transaction(async (tx) => {
    const made = await parts.onActivated(tx, activated);
    await parts.tokens.save(tx, account, cache);
    return made;
  });
  return { outcome: 'activated', ...made, ...activated };
};

/** Names and addresses that Entra put into the id token of this tenant; sign-in name first. */
const addressesOf = (result: AuthenticationResult): string[] => {
  const claims = (result.idTokenClaims ?? {}) as Record<string, unknown>;
  const found = [claims['preferred_username'], claims['upn'], claims['email'], result.account?.username]
    .filter((value): value is string => typeof value === 'string' && value.includes('@'))
    .map((value) => value.trim().toLowerCase());
  return [...new Set(found)];
};

type EmployeeResult =
  { readonly employeeId: EmployeeId } | { readonly refused: 'noEmployee' | 'wrongAccount' };

const employeeFor = async (
  parts: ActivationParts,
  who: TicketFor,
  account: Account,
  addresses: readonly string[],
): Promise<EmployeeResult> => {
  // Tied before: by ids only, whatever the addresses have become.
  const tied = await parts.mailboxes.byAccount(account);
  const employeeId = tied ? tied.employeeId : await findByAddress(parts, addresses);
  if (employeeId === null) return { refused: 'noEmployee' };
  if (who.kind === 'employee' && who.employeeId !== employeeId) return { refused: 'wrongAccount' };
  if (tied) return { employeeId };
  // The employee is somebody else's already: an address that moved on must not take a mailbox along.
  return (await parts.mailboxes.ofEmployee(employeeId)) ? { refused: 'wrongAccount' } : { employeeId };
};

const findByAddress = async (
  parts: ActivationParts,
  addresses: readonly string[],
): Promise<EmployeeId | null> => {
  const found = new Set<EmployeeId>();
  for (const address of addresses) {
    const employee = await parts.findEmployee(address);
    if (employee?.active) found.add(employee.id);
  }
  const [only, ...others] = found;
  return only !== undefined && others.length === 0 ? only : null;
};
