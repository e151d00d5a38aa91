/**
 * What a pass would do in one's own mailbox, without doing it. Numbers are whole; a list is cut at what was asked for and
 * says how many more there are. Values as typed.
 */
import { z } from 'zod';
import { fieldIds } from '../person.ts';
import { id, instant } from './common.ts';
import { brake, mailboxSettings } from './mailbox.ts';
import { passCounts } from './passes.ts';

const count = z.int().nonnegative();
const value = z.string().nullable();

/** Codes of what one should know when reading a preview; their sentences are in shared/texts/preview.ts. */
export const previewWarnings = [
  'notStarted',
  'paused',
  'braked',
  'passRuns',
  'unknownGroup',
  'later',
  'reachesBrake',
] as const;

export const leftOutReasons = [
  'gone',
  'former',
  'notYours',
  'excludedByUser',
  'groupExcluded',
  'groupNotIncluded',
  'roleNotChosen',
  'removedByUser',
] as const;

const because = z.enum(leftOutReasons);

/** The longest list that can be asked for. */
export const MAX_PREVIEW_ITEMS = 10_000;

export const previewRequest = z
  .strictObject({
    /** Instead of those of the mailbox; nothing is saved. Every person is looked at then. */
    settings: mailboxSettings.optional(),
    /** Items of each list at most. */
    limit: z.int().min(0).max(MAX_PREVIEW_ITEMS).optional(),
  })
  .meta({ id: 'PreviewRequest' });

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ total: count, items: z.array(item), more: count });

const who = { personId: id, personName: z.string().nullable() };

export const previewPerson = z.object(who).meta({ id: 'PreviewPerson' });

export const previewChange = z
  .object({
    ...who,
    /** Empty: only what is composed of the fields (the name as shown). */
    fields: z.array(
      z.object({
        field: z.enum(fieldIds),
        label: z.string(),
        from: value,
        to: value,
        /** The rule that decides, e.g. `R5.onlyCrm`. */
        decision: z.string(),
        /** The value a person typed that is overruled; it stays in the history. */
        overruled: z
          .object({ side: z.enum(['crm', 'remote']), value, ofAnother: z.literal(true).optional() })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'PreviewChange' });

export const previewHeld = z
  .object({
    ...who,
    reason: z.string(),
    /** Why it would wait, in words. */
    sentence: z.string(),
    fields: z.array(z.object({ field: z.enum(fieldIds), label: z.string(), crm: value, remote: value })),
  })
  .meta({ id: 'PreviewHeld' });

export const previewLeftOut = z
  .object({ ...who, because, message: z.string() })
  .meta({ id: 'PreviewLeftOut' });

export const preview = z
  .object({
    at: instant,
    /** Those it was made with. */
    settings: mailboxSettings,
    /** True: every person was looked at (a first pass, other settings); false: what has changed since the last pass. */
    everyPerson: z.boolean(),
    /** What a pass counts; the same as the next pass does. */
    counts: passCounts.omit({ requests: true }),
    /** The pass would stop before its first write and ask; the counts are of what it does after a "go on" (R12). */
    brake: brake.nullable(),
    warnings: z.array(z.object({ code: z.enum(previewWarnings), message: z.string() })),
    created: listOf(previewPerson),
    toRemote: listOf(previewChange),
    toCrm: listOf(previewChange),
    held: listOf(previewHeld),
    paused: listOf(previewLeftOut),
    resumed: listOf(previewPerson),
    removed: listOf(previewPerson),
    linked: listOf(previewPerson),
    discarded: listOf(previewPerson),
    /** A copy that loses what is not its own has no person. */
    repaired: listOf(z.object({ personId: id.nullable(), personName: z.string().nullable() })),
    /** Persons of whom one is relation manager or owner and who are not kept in Outlook, and links that stand still. */
    leftOut: listOf(previewLeftOut).extend({
      reasons: z.array(z.object({ because, count, message: z.string() })),
    }),
    /** Held changes that are open now: those that stay so, and those that would close. */
    waiting: z.object({ stay: count, close: count }),
  })
  .meta({ id: 'Preview', description: 'What the next pass would do. Nothing was written.' });
export type PreviewView = z.infer<typeof preview>;
export type PreviewWarning = (typeof previewWarnings)[number];
