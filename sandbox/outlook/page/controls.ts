/** The sandbox's controls as the page calls them: what a user does in Outlook, and what stands in the mailbox. */
import type { AuditEntry } from '../../graph/entities.ts';
import type { CardField, CardValues } from '../../graph/fields.ts';
import type { MergeOptions, OutlookCard } from '../../graph/outlook.ts';
import type { HostedUser } from '../../office/hosted.ts';
import type { MailDraft, MailItem } from '../mail.ts';

export type { AuditEntry, CardField, CardValues, MailDraft, MailItem, OutlookCard };

export interface PageUser extends HostedUser {
  readonly password: string;
}

export interface ContactFolder {
  readonly id: string;
  readonly displayName: string;
  readonly cards: number;
}

export interface Revisions {
  readonly contacts: number;
  readonly mail: number;
  readonly now: string;
}

const ask = async <T>(path: string, body?: unknown): Promise<T> => {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`/sandbox/${path}`, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as T;
};

export const loadUsers = (): Promise<PageUser[]> => ask('users');

/** Everything of one user. */
export const createControls = (user: PageUser) => {
  const name = encodeURIComponent(user.userPrincipalName);
  const byHand = <T>(verb: string, ...args: unknown[]): Promise<T> => ask(`outlook/${name}/${verb}`, args);
  const withMail = <T>(verb: string, ...args: unknown[]): Promise<T> => ask(`mail/${name}/${verb}`, args);
  return {
    revisions: () => ask<Revisions>(`revisions/${name}`),
    mail: () => ask<MailItem[]>(`mail/${name}`),
    cards: () => ask<OutlookCard[]>(`mailboxes/${name}/cards`),
    deletedCards: () => ask<OutlookCard[]>(`mailboxes/${name}/deletedCards`),
    folders: () => ask<ContactFolder[]>(`mailboxes/${name}/folders`),
    /** Entries with a higher number. */
    audit: (after: number) => ask<AuditEntry[]>(`audit/${name}/${after}`),

    send: (draft: MailDraft) => withMail<MailItem>('send', draft),
    markRead: (id: string, isRead: boolean) => withMail<MailItem>('markRead', id, isRead),
    deleteMail: (id: string) => withMail<null>('delete', id),

    add: (values: CardValues, folder?: string) =>
      byHand<OutlookCard>('add', values, folder === undefined ? {} : { folder }),
    edit: (id: string, values: CardValues) => byHand<OutlookCard>('edit', id, values),
    delete: (id: string) => byHand<null>('delete', id),
    deleteForGood: (id: string) => byHand<null>('deleteForGood', id),
    restore: (id: string) => byHand<OutlookCard>('restore', id),
    move: (id: string, folder: string) => byHand<OutlookCard>('move', id, folder),
    copy: (id: string) => byHand<OutlookCard>('copy', id),
    makeFolder: (displayName: string) => byHand<{ id: string }>('makeFolder', displayName),
    merge: (id: string, others: readonly string[], options: MergeOptions) =>
      byHand<OutlookCard>('merge', id, others, options),

    /** Refresh tokens die: what happens to a sign-in after a password change. */
    revoke: () => ask<null>('sign-in/revoke', [user.userPrincipalName]),
  };
};
export type Controls = ReturnType<typeof createControls>;
