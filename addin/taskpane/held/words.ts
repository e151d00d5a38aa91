/** Sentences about decisions that the pane makes itself: at once, before the worker has anything to tell. */
import type { HeldChoice, HeldView } from '../../../shared/api/held.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import { heldChoiceTexts, heldProblemTexts } from '../../../shared/texts/held.ts';
import { fill, type Language } from '../../../shared/texts/language.ts';
import type { HeldTexts } from '../../../shared/texts/pane/held.ts';
import { heldChange } from '../../../shared/api/held.ts';

export interface Speech {
  readonly texts: HeldTexts;
  readonly language: Language;
  /** Else "the next pass" is the wrong promise. */
  readonly isActive: boolean;
}

/** As on its button. */
export const choiceWords = (choice: HeldChoice, source: string, { texts, language }: Speech): string =>
  choice === 'fields' ? texts.decidedPerField : fill(heldChoiceTexts[language][choice], { source });

/** What was decided and what happens next; once a pass has met it, the worker's sentence. */
export const decidedSentence = (held: HeldView, speech: Speech): string => {
  const { decision, sourceName, standing } = held;
  if (decision?.outcome !== 'pending') return standing;
  const { texts, isActive } = speech;
  return (isActive ? texts.decided : texts.decidedLater)(choiceWords(decision.choice, sourceName, speech));
};

/** The held change as it stands now, with a decision that was not taken. */
export const currentOf = (failure: ApiFailure): HeldView | null => {
  const read = heldChange.safeParse(failure.detail.current);
  return read.success ? read.data : null;
};

const isField = (name: string): name is keyof (typeof fieldTexts)['nl'] => Object.hasOwn(fieldTexts.nl, name);

/** Why a choice was not taken, beyond that it was not: by its field where one is to blame. */
export const problemWords = (failure: ApiFailure, held: HeldView, language: Language): string[] =>
  (failure.detail.fields ?? []).flatMap(({ field, problem }) => {
    if (!Object.hasOwn(heldProblemTexts.nl, problem)) return [];
    const [, name = ''] = field.split('.');
    return fill(heldProblemTexts[language][problem as keyof (typeof heldProblemTexts)['nl']], {
      source: held.sourceName,
      field: isField(name) ? fieldTexts[language][name] : '',
    });
  });
