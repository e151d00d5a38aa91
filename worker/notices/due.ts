/**
 * Which notices are due: pure, from what ends and which mailboxes stand still. A cause names the thing, its very end and the
 * threshold, so that the same is told once, and again when it comes nearer or when another end takes its place.
 */
import type { Ending, EndingKind } from '../../shared/api/admin.ts';
import type { MailboxId } from '../../shared/ids.ts';
import { DAY_MS } from './endings.ts';

/** Days before the end; 0 is the end itself. The nearest one that is reached is told, those before it are not made up for. */
const administratorDays = [0, 1, 7, 30] as const;
const userDays = [0, 1, 7, 14] as const;

export interface MailboxStanding {
  readonly id: MailboxId;
  /** Waits for a new sign-in (R14). */
  readonly parked: boolean;
  /** When the sign-in ends unless a pass uses it before. */
  readonly signInEndsAt: Date | null;
}

export type NoticeKind = EndingKind | 'mailboxParked' | 'signInEnds' | 'signInAgain';

export interface Notice {
  readonly cause: string;
  readonly kind: NoticeKind;
  /** Null: for the administrators. */
  readonly mailboxId: MailboxId | null;
  readonly endsAt: Date | null;
}

const threshold = (days: readonly number[], endsAt: Date, now: Date): number | null => {
  const left = (endsAt.getTime() - now.getTime()) / DAY_MS;
  return days.find((day) => left <= day) ?? null;
};

const ofEnding = (now: Date, { what, endsAt }: Ending): Notice[] => {
  const end = new Date(endsAt);
  const day = threshold(administratorDays, end, now);
  if (day === null) return [];
  return [{ cause: `${what}|${endsAt}|${day}`, kind: what, mailboxId: null, endsAt: end }];
};

/** A parked mailbox is told to its user and to the administrators; until it goes on again that is one cause. */
const ofMailbox = (now: Date, { id, parked, signInEndsAt }: MailboxStanding): Notice[] => {
  if (parked) {
    return [
      { cause: `signInAgain|${id}`, kind: 'signInAgain', mailboxId: id, endsAt: null },
      { cause: `mailboxParked|${id}`, kind: 'mailboxParked', mailboxId: null, endsAt: null },
    ];
  }
  const day = signInEndsAt === null ? null : threshold(userDays, signInEndsAt, now);
  if (signInEndsAt === null || day === null) return [];
  const cause = `signInEnds|${id}|${signInEndsAt.toISOString()}|${day}`;
  return [{ cause, kind: 'signInEnds', mailboxId: id, endsAt: signInEndsAt }];
};

export const dueNotices = (
  endings: readonly Ending[],
  mailboxes: readonly MailboxStanding[],
  now: Date,
): Notice[] => [
  ...endings.flatMap((ending) => ofEnding(now, ending)),
  ...mailboxes.flatMap((mailbox) => ofMailbox(now, mailbox)),
];

/** Causes that begin so are over for a mailbox that goes on again: parked once more, it is told once more. */
export const parkedCauses = (id: MailboxId): readonly string[] => [
  `signInAgain|${id}`,
  `mailboxParked|${id}`,
];
