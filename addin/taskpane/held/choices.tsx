/** What can be decided, the safest first, each with what it does in words; and what cannot be now, with why. */
import { Button, Caption1, Checkbox, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { HeldChoice, HeldView } from '../../../shared/api/held.ts';
import { heldChoiceTexts } from '../../../shared/texts/held.ts';
import { fill } from '../../../shared/texts/language.ts';
import { paneHeldTexts } from '../../../shared/texts/pane/held.ts';
import { useLanguage, useSpeech } from '../texts.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  button: { width: '100%', minHeight: '36px', whiteSpace: 'normal' },
  effect: { display: 'block', marginTop: tokens.spacingVerticalXS, color: tokens.colorNeutralForeground2 },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  refused: { marginTop: tokens.spacingVerticalM, color: tokens.colorNeutralForeground2 },
  /** Fluent greys what is not ticked; this is to be read before. */
  label: { color: tokens.colorNeutralForeground1 },
  hint: { color: tokens.colorNeutralForeground2 },
  refusedList: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
});

export interface Offered {
  readonly choice: HeldChoice;
  readonly label: string;
  readonly effect: string;
}

interface ChoicesProps {
  readonly choices: readonly Offered[];
  readonly busy: string | null;
  readonly onChoose: (choice: HeldChoice) => void;
}

/** `data-choice`: a digit on the keyboard goes to it, an arrow to its neighbour. */
export const Choices = ({ choices, busy, onChoose }: ChoicesProps) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  const id = useId();
  return (
    <ul className={styles.list} aria-label={texts.choose}>
      {choices.map(({ choice, label, effect }, place) => (
        <li key={choice}>
          <Button
            className={styles.button}
            appearance={place === 0 ? 'primary' : 'secondary'}
            disabledFocusable={busy !== null}
            icon={busy === choice ? <Spinner size="tiny" /> : undefined}
            aria-describedby={`${id}-${choice}`}
            data-choice={choice}
            onClick={() => {
              onChoose(choice);
            }}
          >
            {label}
          </Button>
          <Caption1 id={`${id}-${choice}`} className={styles.effect}>
            {effect}
          </Caption1>
        </li>
      ))}
    </ul>
  );
};

/** What this reason would offer else. */
export const Refused = ({ held: { refused, sourceName } }: { held: HeldView }) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  const labels = heldChoiceTexts[useLanguage()];
  if (refused.length === 0) return null;
  return (
    <div className={styles.refused}>
      <Caption1>{texts.refused}</Caption1>
      <ul className={styles.refusedList}>
        {refused.map(({ choice, message }) => (
          <li key={choice}>
            <Caption1>
              {fill(labels[choice], { source: sourceName })}: {message}
            </Caption1>
          </li>
        ))}
      </ul>
    </div>
  );
};

interface RememberProps {
  readonly held: HeldView;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** R7: whatever the same other party lends to this person later is then decided the same way. */
export const Remember = ({ held, checked, onChange }: RememberProps) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  if (!held.canRemember || held.donor === null) return null;
  return (
    <Checkbox
      checked={checked}
      onChange={(_event, data) => {
        onChange(data.checked === true);
      }}
      label={
        <>
          <Text block className={styles.label}>
            {texts.remember(held.personName ?? texts.personGone, held.donor.name)}
          </Text>
          <Caption1 className={styles.hint}>{texts.rememberHint}</Caption1>
        </>
      }
    />
  );
};
