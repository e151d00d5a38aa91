/**
 * What one sees when somebody else changed the same person meanwhile: per field that both changed, what was typed here
 * and what stands there now, one to be chosen; and what only the other changed, to be known. Chooses nothing by itself.
 */
import { Button, makeStyles, Radio, RadioGroup, Text, tokens, Field } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { PersonView } from '../../../../shared/api/persons.ts';
import type { PersonFieldId } from '../../../../shared/person.ts';
import type { PersonFormTexts } from '../../../../shared/texts/pane/person-forms.ts';
import type { Trouble } from '../../../api/failure.ts';
import { Heading } from '../../parts/heading.tsx';
import { useLanguage } from '../../texts.tsx';
import { FormFrame } from './form-frame.tsx';
import { nameFields, noProblems } from './person-fields.ts';
import { SavingTrouble } from './saving-trouble.tsx';
import { valueText } from './show-value.ts';
import { afterChoices, type Choice, type Clash, type Merged, type Taken } from './three-way.ts';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  was: { display: 'block', color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  from: { color: tokens.colorNeutralForeground2 },
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    overflowWrap: 'anywhere',
  },
  clash: {
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    minWidth: 0,
  },
  choice: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  value: { overflowWrap: 'anywhere', fontWeight: tokens.fontWeightSemibold },
});

interface Props {
  readonly texts: PersonFormTexts;
  readonly person: PersonView;
  readonly merged: Merged;
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  readonly onSave: (choices: Readonly<Partial<Record<PersonFieldId, Choice>>>) => void;
  readonly onBack: () => void;
  readonly onCancel: () => void;
}

export const Conflict = (props: Props) => {
  const { texts, person, merged, busy, trouble, onSave, onBack, onCancel } = props;
  const styles = useStyles();
  const [choices, setChoices] = useState<Partial<Record<PersonFieldId, Choice>>>({});
  const [asked, setAsked] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const open = merged.clashes.filter(({ field }) => choices[field] === undefined);
  const save = () => {
    setAsked(true);
    if (open.length === 0) onSave(choices);
    else body.current?.querySelector<HTMLElement>(`[name="${open[0]?.field ?? ''}"]`)?.focus();
  };
  return (
    <FormFrame
      texts={texts}
      title={texts.clash.title}
      intro={merged.clashes.length > 0 ? texts.clash.text(merged.clashes.length) : texts.clash.nameText}
      dirty
      busy={busy ? texts.saving : null}
      save={{ label: texts.save, act: save }}
      onCancel={onCancel}
      extra={
        <Button type="button" disabledFocusable={busy} onClick={onBack}>
          {texts.clash.back}
        </Button>
      }
    >
      <SavingTrouble texts={texts} trouble={trouble} problems={noProblems} elsewhere={[]} />
      {merged.clashes.length > 0 && (
        <div ref={body} className={styles.section}>
          {merged.clashes.map((clash) => (
            <ClashChoice
              key={clash.field}
              texts={texts}
              clash={clash}
              choice={choices[clash.field] ?? null}
              missing={asked && choices[clash.field] === undefined}
              onChoose={(choice) => {
                setChoices((before) => ({ ...before, [clash.field]: choice }));
              }}
            />
          ))}
        </div>
      )}
      {merged.taken.length > 0 && (
        <section className={styles.section}>
          <h2 className={styles.heading}>{texts.clash.takenTitle}</h2>
          <Text className={styles.quiet}>{texts.clash.takenText}</Text>
          <TakenList texts={texts} taken={merged.taken} />
        </section>
      )}
      {touchesName(merged) && open.length === 0 && (
        <Text>{texts.clash.nameBecomes(nameOf(person, merged, choices))}</Text>
      )}
    </FormFrame>
  );
};

const touchesName = ({ clashes, taken, nameMixed }: Merged): boolean =>
  nameMixed || [...clashes, ...taken].some(({ field }) => nameFields.includes(field));

const nameOf = (
  person: PersonView,
  merged: Merged,
  choices: Readonly<Partial<Record<PersonFieldId, Choice>>>,
): string => {
  const typed = afterChoices(merged, choices);
  const parts = [typed.firstName.trim() || typed.initials.trim(), typed.surnamePrefix, typed.lastName];
  return (
    parts
      .map((part) => part.trim())
      .filter(Boolean)
      .join(' ') || person.displayName
  );
};

const ClashChoice = ({
  texts,
  clash,
  choice,
  missing,
  onChoose,
}: {
  texts: PersonFormTexts;
  clash: Clash;
  choice: Choice | null;
  missing: boolean;
  onChoose: (choice: Choice) => void;
}) => {
  const styles = useStyles();
  const language = useLanguage();
  const show = (value: string | null) => valueText(clash.field, value, texts, language);
  const option = (which: Choice, told: string, value: string | null) => (
    <Radio
      value={which}
      name={clash.field}
      label={
        <span className={styles.choice}>
          <span className={styles.quiet}>{told}</span> <span className={styles.value}>{show(value)}</span>
        </span>
      }
    />
  );
  return (
    <div className={styles.clash}>
      <Field
        label={
          <>
            <span className={styles.value}>{texts.fields[clash.field]}</span>{' '}
            <span className={styles.was}>{texts.clash.was(show(clash.was))}</span>
          </>
        }
        {...(missing ? { validationMessage: texts.clash.missing, validationState: 'error' as const } : {})}
      >
        <RadioGroup
          name={clash.field}
          value={choice ?? ''}
          onChange={(_event, data) => {
            onChoose(data.value as Choice);
          }}
        >
          {option('mine', texts.clash.mine, clash.mine)}
          {option('theirs', texts.clash.theirs, clash.theirs)}
        </RadioGroup>
      </Field>
    </div>
  );
};

export const TakenList = ({ texts, taken }: { texts: PersonFormTexts; taken: readonly Taken[] }) => {
  const styles = useStyles();
  const language = useLanguage();
  return (
    <ul className={styles.list}>
      {taken.map(({ field, was, theirs }) => (
        <li key={field}>
          {texts.fields[field]}: <b>{valueText(field, theirs, texts, language)}</b>{' '}
          <span className={styles.from}>
            ({texts.clash.takenFrom(valueText(field, was, texts, language))})
          </span>
        </li>
      ))}
    </ul>
  );
};

/** Saved already; what others changed meanwhile is told before the form closes. */
export const SavedBesides = ({
  texts,
  taken,
  onDone,
}: {
  texts: PersonFormTexts;
  taken: readonly Taken[];
  onDone: () => void;
}) => {
  const styles = useStyles();
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    done.current?.focus();
  }, []);
  return (
    <section
      className={styles.page}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <Heading tone="good" title={texts.clash.doneTitle} text={texts.clash.doneText} />
      <TakenList texts={texts} taken={taken} />
      <div>
        <Button ref={done} appearance="primary" onClick={onDone}>
          {texts.clash.done}
        </Button>
      </div>
    </section>
  );
};
