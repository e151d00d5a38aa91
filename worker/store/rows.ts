/** What rows of schema `sync` look like outside the store: one function a kind of row. Instants leave as ISO text. */
import type {
  CardId,
  ConnectorId,
  EmployeeId,
  FolderId,
  HeldId,
  HistoryId,
  LinkId,
  MailboxId,
  PassId,
  PersonId,
} from '../../shared/ids.ts';
import type { CrmCursor, HistoryEntry, HistoryOutcome, Mailbox, MailboxState } from '../pass/ports.ts';
import type { Base } from '../sync/base.ts';
import type { Link } from '../sync/link.ts';
import type { Decision, FieldChange, HeldField, HoldReason } from '../sync/plan.ts';
import { defaultActivationSettings, type ActivationSettings } from '../sync/selection.ts';

export const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export interface MailboxRow {
  id: MailboxId;
  employee_id: EmployeeId;
  tid: string;
  oid: string;
  upn: string | null;
  state: MailboxState;
  state_because: string | null;
  /** What was stored before there were roles has none: both. */
  settings: Omit<ActivationSettings, 'roles'> & Partial<Pick<ActivationSettings, 'roles'>>;
  crm_cursor: CrmCursor | null;
  brake_released: boolean;
  not_before: Date | null;
  last_pass_at: Date | null;
  next_daily_at: Date | null;
  subscription_id: string | null;
  subscription_expires_at: Date | null;
  subscription_client_state_hash: string | null;
  activated_at: Date;
  excluded: PersonId[];
}

export const toMailbox = (row: MailboxRow): Mailbox => ({
  id: row.id,
  employeeId: row.employee_id,
  tid: row.tid,
  oid: row.oid,
  state: row.state,
  stateBecause: row.state_because,
  settings: { ...defaultActivationSettings, ...row.settings },
  excludedPersons: new Set(row.excluded),
  crmCursor: row.crm_cursor,
  brakeReleased: row.brake_released,
  notBefore: iso(row.not_before),
  lastPassAt: iso(row.last_pass_at),
});

export interface LinkRow {
  id: LinkId;
  person_id: PersonId;
  connector_id: ConnectorId;
  state: Link['state'];
  paused_because: Link['pausedBecause'];
  card_id: CardId | null;
  folder_id: FolderId | null;
  etag: string | null;
  base: Base;
  clean_up: boolean;
}

export const toLink = (row: LinkRow): Link => ({
  id: row.id,
  personId: row.person_id,
  connectorId: row.connector_id,
  state: row.state,
  pausedBecause: row.paused_because,
  cardId: row.card_id,
  folderId: row.folder_id,
  etag: row.etag,
  base: row.base,
  cleanUp: row.clean_up,
});

export interface HistoryRow {
  id: HistoryId;
  seq: string;
  at: Date;
  mailbox_id: MailboxId;
  pass_id: PassId;
  person_id: PersonId;
  link_id: LinkId;
  field: FieldChange['field'];
  side: FieldChange['side'];
  from_value: string | null;
  to_value: string | null;
  decision: Decision;
  overruled_side: FieldChange['side'] | null;
  overruled_value: string | null;
  overruled_of_another: boolean;
  outcome: HistoryOutcome;
  undoes: HistoryId | null;
}

export const toHistoryEntry = (row: HistoryRow): HistoryEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  mailboxId: row.mailbox_id,
  passId: row.pass_id,
  personId: row.person_id,
  linkId: row.link_id,
  field: row.field,
  side: row.side,
  from: row.from_value,
  to: row.to_value,
  decision: row.decision,
  ...(row.overruled_side === null
    ? {}
    : {
        overruled: {
          side: row.overruled_side,
          value: row.overruled_value,
          ...(row.overruled_of_another ? { ofAnother: true } : {}),
        },
      }),
  ...(row.undoes === null ? {} : { undoes: row.undoes }),
});

export interface HeldRow {
  id: HeldId;
  seq: string;
  mailbox_id: MailboxId;
  pass_id: PassId;
  link_id: LinkId | null;
  person_id: PersonId;
  key: string;
  source: string;
  reason: HoldReason;
  donor_person_id: PersonId | null;
  card_id: CardId | null;
  fields: HeldField[];
  opened_at: Date;
  state: 'open' | 'overtaken' | 'decided';
  closed_at: Date | null;
}
