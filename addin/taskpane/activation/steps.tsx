/** Where one is on the way to a link: four steps, the current one by name, those behind with a tick. */
import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Checkmark12Filled } from '@fluentui/react-icons/svg/checkmark';
import { activationTexts } from '../../../shared/texts/pane/activation.ts';
import { useSpeech } from '../texts.tsx';
import { unseen } from '../parts/unseen.ts';

export type StepNumber = 1 | 2 | 3 | 4;

const useStyles = makeStyles({
  list: {
    display: 'grid',
    // As wide as their names: "Toestemming" must fit beside the others at 320 pixels.
    gridTemplateColumns: 'repeat(4, auto)',
    gap: tokens.spacingHorizontalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  step: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    minWidth: 0,
    paddingTop: tokens.spacingVerticalSNudge,
    borderTop: `3px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground3,
  },
  reached: {
    borderTopColor: tokens.colorCompoundBrandStroke,
    '@media (forced-colors: active)': { borderTopColor: 'Highlight' },
  },
  current: { color: tokens.colorNeutralForeground1 },
  label: { hyphens: 'auto', whiteSpace: 'nowrap', '@media (max-width: 299px)': { whiteSpace: 'normal' } },
  sign: { verticalAlign: '-1px', marginInlineEnd: '2px' },
  bold: { fontWeight: tokens.fontWeightSemibold },
  hidden: unseen,
});

export const Steps = ({ current, done = false }: { current: StepNumber; done?: boolean }) => {
  const styles = useStyles();
  const { steps } = useSpeech(activationTexts);
  return (
    <ol aria-label={steps.label} className={styles.list}>
      {steps.names.map((name, index) => {
        const number = index + 1;
        const behind = number < current || (done && number === current);
        const here = number === current;
        return (
          <li
            key={name}
            aria-current={here ? 'step' : undefined}
            className={mergeClasses(styles.step, (behind || here) && styles.reached, here && styles.current)}
          >
            <Caption1 className={mergeClasses(styles.label, here && styles.bold)}>
              {behind ? (
                <>
                  <Checkmark12Filled aria-hidden className={styles.sign} />
                  <span className={styles.hidden}>{steps.done}</span>
                </>
              ) : (
                `${String(number)} `
              )}
              {name}
            </Caption1>
          </li>
        );
      })}
    </ol>
  );
};
