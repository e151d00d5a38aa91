/** Why a person is (not) in one's own Outlook: the rules in their order, each in a sentence, and what follows from them. */
import { z } from 'zod';
import { id, instant } from './common.ts';
import { pass } from './passes.ts';
import { leftOutReasons } from './preview.ts';

export const whyConclusions = [
  'in',
  'inHeld',
  'inStandsStill',
  'beingMade',
  'comes',
  'comesWhenResumed',
  'waitsForDecision',
  'returns',
  'leaves',
  'cardStays',
  'out',
  'outRemoved',
] as const;

export const whyLine = z
  .object({
    /** The rule that says so, e.g. `R1`. */
    rule: z.string(),
    /** Stable code of its outcome, e.g. `groups.excluded`. */
    code: z.string(),
    /** `against`: by this alone the person is not kept in Outlook; `waits`: something is on its way, or wants a word. */
    weight: z.enum(['for', 'against', 'waits', 'note']),
    message: z.string(),
    /** With `held.open`: the held change. */
    heldId: id.nullable(),
  })
  .meta({ id: 'WhyLine' });

export const why = z
  .object({
    personId: id,
    personName: z.string().nullable(),
    mailboxId: id,
    lines: z.array(whyLine),
    conclusion: z.object({
      code: z.enum(whyConclusions),
      /** The first rule that leaves the person out; null where none does. */
      because: z.enum(leftOutReasons).nullable(),
      message: z.string(),
    }),
    lastPass: pass.nullable(),
    /** When it will be looked at again at the latest; null while it waits for a person. */
    nextPassAt: instant.nullable(),
  })
  .meta({ id: 'Why', description: 'Why this person is (not) in the Outlook of who asks.' });
export type WhyView = z.infer<typeof why>;
