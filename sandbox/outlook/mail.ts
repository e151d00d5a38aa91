/**
 * What stands in a user's mail folders and calendar: enough to be read, answered and written in the sandbox's Outlook
 * page. No protocol of Microsoft's: nothing of ours reads mail, only Outlook does. Times are the sandbox clock's.
 * Texts are kept as they come, however long and whatever is in them: a forged mail is what a pane must bear.
 */
import type { SandboxClock } from '../clock.ts';
import type { SandboxUsers } from '../users.ts';

export interface MailPerson {
  readonly name: string;
  readonly address: string;
}

export type MailFolder = 'inbox' | 'sent' | 'deleted' | 'calendar';

export interface MailItem {
  readonly id: string;
  readonly kind: 'mail' | 'appointment';
  readonly folder: MailFolder;
  readonly subject: string;
  readonly body: string;
  /** Received or sent, ISO. */
  readonly at: string;
  /** Sender; of an appointment the organizer. */
  readonly from: MailPerson;
  /** Of an appointment the required attendees. */
  readonly to: readonly MailPerson[];
  /** Of an appointment the optional attendees. */
  readonly cc: readonly MailPerson[];
  readonly bcc: readonly MailPerson[];
  readonly isRead: boolean;
  /** Of an appointment; ISO. */
  readonly start: string | null;
  readonly end: string | null;
  readonly location: string | null;
}

/** What must be told of an item; the rest has a default (a mail in the inbox, received now, not read). */
export type MailSeed = Pick<MailItem, 'subject' | 'from'> & Partial<Omit<MailItem, 'id'>>;

/** What a user wrote. The sender is the user. */
export type MailDraft = Omit<MailSeed, 'from' | 'folder' | 'at' | 'isRead'>;

export interface MailStore {
  /** All folders, newest first. */
  list(user: string): readonly MailItem[];
  add(user: string, seed: MailSeed): MailItem;
  /** Into Sent Items (or the calendar), and to whoever of the addressed has a mailbox here. */
  send(user: string, draft: MailDraft): MailItem;
  markRead(user: string, id: string, isRead: boolean): MailItem;
  /** To Deleted Items; out of there it is gone. */
  delete(user: string, id: string): void;
  /** Another number after every change. */
  revision(user: string): number;
  reset(): void;
}

const isPerson = (given: unknown): given is MailPerson => {
  const { name, address } = (given ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof address === 'string';
};

const readPeople = (name: string, given: unknown): readonly MailPerson[] => {
  if (given === undefined) return [];
  if (!Array.isArray(given) || !given.every(isPerson))
    throw new Error(`'${name}' is a list of {name, address}`);
  return given.map(({ name: shown, address }) => ({ name: shown, address }));
};

const readText = (name: string, given: unknown): string => {
  if (typeof given !== 'string') throw new Error(`'${name}' is a text`);
  return given;
};

const readInstant = (name: string, given: unknown): string | null => {
  if (given === undefined || given === null) return null;
  const at = typeof given === 'string' ? Date.parse(given) : NaN;
  if (Number.isNaN(at)) throw new Error(`'${name}' is an instant`);
  return new Date(at).toISOString();
};

const FOLDERS: readonly MailFolder[] = ['inbox', 'sent', 'deleted', 'calendar'];

export function createMailStore(clock: SandboxClock, users: SandboxUsers): MailStore {
  const boxes = new Map<string, MailItem[]>();
  const revisions = new Map<string, number>();
  let made = 0;

  const boxOf = (user: string): MailItem[] => {
    const { id } = users.get(user);
    const box = boxes.get(id) ?? [];
    boxes.set(id, box);
    return box;
  };

  const changed = (user: string): void => {
    const { id } = users.get(user);
    revisions.set(id, (revisions.get(id) ?? 0) + 1);
  };

  const complete = (seed: MailSeed): MailItem => {
    const kind = seed.kind === 'appointment' ? 'appointment' : 'mail';
    const folder = seed.folder ?? (kind === 'appointment' ? 'calendar' : 'inbox');
    if (!FOLDERS.includes(folder)) throw new Error(`no such folder for mail: ${String(folder)}`);
    if (!isPerson(seed.from)) throw new Error("'from' is {name, address}");
    made += 1;
    return {
      id: `item-${made}`,
      kind,
      folder,
      subject: readText('subject', seed.subject),
      body: readText('body', seed.body ?? ''),
      at: readInstant('at', seed.at) ?? clock.iso(),
      from: { name: seed.from.name, address: seed.from.address },
      to: readPeople('to', seed.to),
      cc: readPeople('cc', seed.cc),
      bcc: readPeople('bcc', seed.bcc),
      isRead: seed.isRead === true,
      start: readInstant('start', seed.start),
      end: readInstant('end', seed.end),
      location:
        seed.location === undefined || seed.location === null ? null : readText('location', seed.location),
    };
  };

  const put = (user: string, item: MailItem): MailItem => {
    boxOf(user).push(item);
    changed(user);
    return item;
  };

  const replace = (user: string, id: string, change: Partial<MailItem>): MailItem => {
    const box = boxOf(user);
    const index = box.findIndex((item) => item.id === id);
    const item = box[index];
    if (item === undefined) throw new Error('no such item in this mailbox');
    box[index] = { ...item, ...change };
    changed(user);
    return box[index];
  };

  return {
    // Of two at the same moment the one that came in later is the newer one.
    list: (user) => [...boxOf(user)].reverse().sort((a, b) => Date.parse(b.at) - Date.parse(a.at)),
    add: (user, seed) => put(user, complete(seed)),
    send(user, draft) {
      const { displayName, mail } = users.get(user);
      const seed: MailSeed = { ...draft, from: { name: displayName, address: mail } };
      const folder = seed.kind === 'appointment' ? 'calendar' : 'sent';
      const sent = complete({ ...seed, folder, isRead: true });
      const addressed = [...sent.to, ...sent.cc, ...sent.bcc].flatMap(
        ({ address }) => users.find(address) ?? [],
      );
      for (const { id } of new Set(addressed)) {
        // Nobody sees who else got a blind copy.
        if (id !== users.get(user).id) put(id, complete({ ...seed, bcc: [] }));
      }
      return put(user, sent);
    },
    markRead: (user, id, isRead) => replace(user, id, { isRead }),
    delete(user, id) {
      const box = boxOf(user);
      const index = box.findIndex((item) => item.id === id);
      if (index < 0) throw new Error('no such item in this mailbox');
      if (box[index]?.folder !== 'deleted') replace(user, id, { folder: 'deleted' });
      else {
        box.splice(index, 1);
        changed(user);
      }
    },
    revision: (user) => revisions.get(users.get(user).id) ?? 0,
    reset() {
      // Revisions go on: whoever looks must see that something changed.
      for (const id of boxes.keys()) revisions.set(id, (revisions.get(id) ?? 0) + 1);
      boxes.clear();
    },
  };
}
