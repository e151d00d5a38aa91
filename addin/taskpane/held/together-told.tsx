/** What became of several that were decided at once: how many, and which were not and why. */
import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { Together } from './together.tsx';
import type { Speech } from './words.ts';

const useStyles = makeStyles({
  box: { outlineStyle: 'none' },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
});

export interface TogetherOutcome {
  readonly answers: Together;
  /** What was chosen, in words. */
  readonly choice: string;
}

export const TogetherTold = ({
  outcome: { answers, choice },
  speech: { texts },
}: {
  outcome: TogetherOutcome;
  speech: Speech;
}) => {
  const styles = useStyles();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, [answers]);
  const done = answers.filter(({ outcome }) => outcome === 'decided').length;
  const others = answers.filter(({ outcome }) => outcome !== 'decided');
  return (
    <div ref={box} tabIndex={-1} role="group" aria-label={texts.together.title} className={styles.box}>
      <MessageBar intent={others.length === 0 ? 'success' : 'warning'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>
            {done === 0 ? texts.together.nothingDone : texts.together.done(done, choice)}
          </MessageBarTitle>
          {others.length > 0 && (
            <>
              {texts.together.notDone(others.length)}
              <ul className={styles.list}>
                {others.map((answer) => (
                  <li key={answer.id}>{whyNot(answer, texts)}</li>
                ))}
              </ul>
            </>
          )}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
};

const whyNot = ({ outcome, problem, held }: Together[number], texts: Speech['texts']): string => {
  if (held === null) return texts.together.unknown;
  const message = held.refused.find((each) => each.problem === problem)?.message;
  const why = outcome === 'notPossible' && message !== undefined ? message : held.standing;
  return `${held.personName ?? texts.personGone}: ${why}`;
};
