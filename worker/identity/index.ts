/**
 * Identity, put together: main.ts gives settings, database and the few questions about mailboxes and employees; the
 * API, the command line and the passes take from here what they need. Starts nothing by itself.
 */
import type { MailboxId } from '../../shared/ids.ts';
import type { Language } from '../../shared/texts/language.ts';
import type { Crm } from '../pass/ports.ts';
import type { SignInSettings } from '../settings.ts';
import type { Db } from '../store/db.ts';
import type { TakePrint } from '../sync/guard/prints.ts';
import type { Activation, ActivationMailboxes, ActivationParts } from './activation.ts';
import { createActivation } from './activation.ts';
import type { SignInCheck } from './check.ts';
import { checkSignIn } from './check.ts';
import { createClients, loadCredential } from './clients.ts';
import type { Connect, ConnectLog } from './connect.ts';
import { createConnect } from './connect.ts';
import type { Guard } from './guard.ts';
import { createGuard } from './guard.ts';
import { keptTooMuch } from './granted.ts';
import { openKeyring } from './keyring.ts';
import type { NetworkOptions } from './network.ts';
import { createNetwork } from './network.ts';
import { createPrintKeys } from './print-keys.ts';
import { anySealed } from './token-rows.ts';
import type { Account, Tokens } from './tokens.ts';
import { createTokens, PURPOSE as TOKEN_PURPOSE } from './tokens.ts';

export type { Activated, Activation, CallbackResult, StartResult, Ticket } from './activation.ts';
export { EMPLOYEE_TICKET_MS, USER_TICKET_MS } from './activation.ts';
export type { SignInCheck } from './check.ts';
export { classifySignIn } from './classify.ts';
export type { Connect } from './connect.ts';
export { IdentityError, type IdentityErrorCode } from './errors.ts';
export { openKeys, type Keys, type KeyUse, type Rotated } from './keys.ts';
export type { Start, TicketFor } from './flow-rows.ts';
export type { Guard, GuardedAccount, GuardRefusal, GuardResult } from './guard.ts';
export { API_SCOPE, createGuard } from './guard.ts';
export { createNetwork, type NetworkOptions, type SignInNetwork } from './network.ts';
export type { Account, SignInStatus, Tokens } from './tokens.ts';
export { REFRESH_TOKEN_DAYS } from './tokens.ts';

export type IdentitySettings = Pick<
  SignInSettings,
  | 'authority'
  | 'graphBaseUrl'
  | 'clientId'
  | 'credential'
  | 'allowedTenants'
  | 'paneClientIds'
  | 'tokenKey'
  | 'tokenKeysOld'
>;

export interface IdentityParts {
  readonly settings: IdentitySettings;
  readonly db: Db;
  /** Origin under which browsers reach the worker; the redirect address is `<publicUrl>/connect/callback`. */
  readonly publicUrl: string;
  readonly language: Language;
  readonly crm: Pick<Crm, 'findEmployee'>;
  readonly mailboxes: ActivationMailboxes & {
    accountOf(mailboxId: MailboxId): Promise<Account | null>;
  };
  readonly onActivated: ActivationParts['onActivated'];
  readonly log: ConnectLog;
  readonly now?: () => Date;
  readonly network?: NetworkOptions;
}

export interface Identity {
  /** Port `RemoteTokens`, and what becomes of stored sign-ins. */
  readonly tokens: Tokens;
  /** R7: fingerprints with this mailbox's own key. */
  readonly prints: (mailboxId: MailboxId) => Promise<TakePrint>;
  readonly activation: Activation;
  readonly connect: Connect;
  /** Fits the API's `checkToken`. */
  readonly guard: Guard;
  /** For `doctor`. */
  check(): Promise<SignInCheck>;
  /** Scopes that kept sign-ins carry beyond those asked for; asks nobody. */
  tooMuchGranted(): Promise<string[]>;
  close(): Promise<void>;
}

/** Reads key and certificate files. Throws IdentityError with what to do. The database must be migrated. */
export const createIdentity = async (parts: IdentityParts): Promise<Identity> => {
  const { settings, db } = parts;
  const now = parts.now ?? (() => new Date());
  const credential = await loadCredential(settings.credential, now());
  const keyring = await openKeyring(settings, async () => {
    const [row] = await db.query<{ any: boolean }>(anySealed);
    return row?.any === true;
  });
  const network = createNetwork({ ...parts.network, only: settings.authority });
  const openClient = createClients({ ...settings, credential }, network);
  const accountOfMailbox = (mailboxId: MailboxId): Promise<Account | null> =>
    parts.mailboxes.accountOf(mailboxId);
  const tokens = createTokens({
    db,
    keyring,
    openClient,
    accountOfMailbox,
    now,
    onTooMuch: (scopes) => {
      parts.log.warn({ scopes }, 'signIn.tooMuchGranted');
    },
  });
  const printKeys = createPrintKeys(db, keyring, now);
  const activation = createActivation({
    db,
    keyring,
    openClient,
    tokens,
    now,
    findEmployee: (address) => parts.crm.findEmployee(address),
    mailboxes: parts.mailboxes,
    onActivated: parts.onActivated,
    allowedTenants: settings.allowedTenants,
    publicUrl: parts.publicUrl,
  });
  return {
    tokens,
    prints: (mailboxId) => printKeys.prints(mailboxId),
    activation,
    connect: createConnect(activation, parts.log, parts.language),
    guard: createGuard(settings, network, now),
    check: () =>
      checkSignIn({
        ...settings,
        tenant: settings.allowedTenants[0] ?? 'organizations',
        network,
        openClient,
      }),
    tooMuchGranted: () => keptTooMuch(db, keyring, TOKEN_PURPOSE),
    close: () => network.close(),
  };
};
