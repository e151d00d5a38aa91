/** One's own mailbox: its state with the reason, its settings, its passes. */
import { z } from 'zod';
import { id, instant, pageQuery, plainText } from './common.ts';
import { pass } from './passes.ts';

export const mailboxStates = ['active', 'paused', 'signInAgain', 'braked'] as const;

export const linkCounts = z
  .object({
    active: z.int().nonnegative(),
    creating: z.int().nonnegative(),
    paused: z.int().nonnegative(),
    /** Changes that wait for a decision. */
    held: z.int().nonnegative(),
    /** Persons whose card the user removed (R9). */
    removed: z.int().nonnegative(),
  })
  .meta({ id: 'LinkCounts' });

const groupNames = z.array(plainText.trim().min(1).max(200)).max(200);

export const mailboxSettings = z
  .strictObject({
    groupsIncluded: groupNames.meta({ description: 'Empty: every group.' }),
    groupsExcluded: groupNames.meta({ description: 'Wins over groupsIncluded.' }),
    conflictPolicy: z.enum(['crm', 'outlook', 'newest', 'ask']),
    /** R1: as what one is tied to the persons to be kept in Outlook; both unless said otherwise. */
    roles: z
      .array(z.enum(['relationManager', 'owner']))
      .min(1)
      .max(2)
      .default(['relationManager', 'owner']),
  })
  .meta({ id: 'MailboxSettings' });
export type MailboxSettings = z.infer<typeof mailboxSettings>;

/** What a person sends: the settings as they shall be. */
export const mailboxSettingsChange = mailboxSettings
  .extend({
    /** Groups that nobody is in are refused unless this says that they are meant. */
    allowUnknownGroups: z.boolean().optional(),
  })
  .meta({ id: 'MailboxSettingsChange' });

/** R12: what a pass stopped for, before its first write. */
export const brake = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('manyChanges'), cards: z.int(), linked: z.int() }),
    z.object({ kind: z.literal('emptyCrm'), linked: z.int() }),
    z.object({ kind: z.literal('emptyRemote'), linked: z.int() }),
  ])
  .meta({ id: 'Brake' });
export type BrakeView = z.infer<typeof brake>;

export const mailbox = z
  .object({
    id,
    state: z.enum(mailboxStates),
    /** Stable code of the reason for the state (a brake's as JSON, with its figures), null while active. */
    because: z.string().nullable(),
    /** The same in a sentence, in the language asked for. */
    message: z.string().nullable(),
    /** While braked. */
    brake: brake.nullable(),
    /** A person said "go on": the next pass runs without the brake, once. */
    brakeReleased: z.boolean(),
    settings: mailboxSettings,
    excludedPersons: z.array(z.object({ id, displayName: z.string().nullable() })),
    counts: linkCounts,
    running: pass.nullable(),
    lastPass: pass.nullable(),
    /** When it will be looked at again at the latest; null while it waits for a person. */
    nextPassAt: instant.nullable(),
    /** When the sign-in ends unless a pass uses it before; null where that is not near (R14). */
    signInEndsAt: instant.nullable(),
  })
  .meta({ id: 'Mailbox' });
export type MailboxView = z.infer<typeof mailbox>;

/** What was on screen when somebody said "go on": only that is resumed (R12). */
export const resumeRequest = z
  .strictObject({
    state: z.enum(mailboxStates),
    because: z.string().max(1000).nullable(),
  })
  .partial()
  .refine(({ state, because }) => (state === undefined) === (because === undefined), {
    message: 'both or none',
    path: ['because'],
  })
  .meta({
    id: 'ResumeRequest',
    description: 'State and reason as the mailbox had them; none: whatever it is.',
  });

/** A pass was asked for; it starts when it is this mailbox's turn. */
export const passAsked = z.object({ asked: z.literal(true), mailbox }).meta({ id: 'PassAsked' });

/** R1: what there is to choose from. */
export const groupList = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        /** Persons of mine (relation manager or owner, not former) in it; null before the activation. */
        persons: z.int().nonnegative().nullable(),
      }),
    ),
  })
  .meta({ id: 'GroupList' });

export const excludedParams = z.object({ personId: id.meta({ param: { name: 'personId', in: 'path' } }) });

/** What the lists of the synchronisation are about. Every person of mine is in one of them. */
export const relationLists = ['inStep', 'leftOut', 'held', 'failing'] as const;
export type RelationListName = (typeof relationLists)[number];

export const relationQuery = pageQuery.extend({
  list: z.enum(relationLists),
  /** Part of the name or the organisation. */
  q: plainText.min(1).max(200).optional(),
});

/**
 * `inStep`: kept in Outlook with nothing open; `leftOut`: not kept there: by R1, because the user removed the card, or not
 * yet; `held`: a change waits for a decision between values; `failing`: somebody must repair something first, since the CRM
 * or Outlook does not take it, or a card could not be made. A link that stands still is in a list too, whosever the
 * person is. Who is in two by this is in `failing`, else in `held`.
 */
export const relationPage = z
  .object({
    /** Of every list, with `q` of those that it finds: who looks for somebody sees in which list they are. */
    totals: z.record(z.enum(relationLists), z.int().nonnegative()),
    items: z.array(
      z.object({
        personId: id,
        personName: z.string().nullable(),
        organisation: z.string().nullable(),
        /** Stable code of the reason. */
        because: z.string(),
        /** The same in a sentence, in the language asked for. */
        message: z.string(),
        /** Newest of the open held changes that put it into this list. */
        heldId: id.nullable(),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'RelationPage' });
export type RelationPage = z.infer<typeof relationPage>;

/** What stays when the link is ended; nothing is removed anywhere. */
export const deactivated = z
  .object({
    /** Cards that stay in Outlook as they are. */
    cards: z.int().nonnegative(),
    /** Changes that were not decided; they stay too, and wait. */
    held: z.int().nonnegative(),
    /** What stays, and how to begin again, in sentences in the language asked for. */
    stays: z.array(z.string()),
  })
  .meta({ id: 'Deactivated' });
export type Deactivated = z.infer<typeof deactivated>;
