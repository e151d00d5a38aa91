/**
 * The last step of adding an address to somebody: says exactly what will change before it does. A free place is
 * proposed; an address that is there already is only replaced when that is chosen, with old and new side by side.
 */
import {
  Button,
  Field,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { PersonView } from '../../../../shared/api/persons.ts';
import {
  personFormTexts,
  problemSentence,
  type PersonFormTexts,
} from '../../../../shared/texts/pane/person-forms.ts';
import { personsApi } from '../../../api/persons.ts';
import { hasOddLetters } from '../../../office/item.ts';
import { useApi, usePane } from '../../pane.ts';
import { useSpeech } from '../../texts.tsx';
import { useResource } from '../../use-resource.ts';
import type { AddressField, AddressPlace } from './address-plan.ts';
import { FormFrame } from './form-frame.tsx';
import { noProblems, problemsOf } from './person-fields.ts';
import { PersonLine } from './person-line.tsx';
import { SavingTrouble } from './saving-trouble.tsx';
import { cutShort } from './show-value.ts';
import { useGive, type Give } from './use-give.ts';

const useStyles = makeStyles({
  person: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  // In line with the text above it.
  another: { alignSelf: 'start', minWidth: 0, padding: 0, color: tokens.colorBrandForegroundLink },
  choice: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
  will: { overflowWrap: 'anywhere' },
  old: { overflowWrap: 'anywhere', color: tokens.colorNeutralForeground2 },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

interface Props {
  readonly person: PersonView;
  readonly address: string;
  readonly onDone: (person: PersonView) => void;
  readonly onCancel: () => void;
  /** Somebody else after all. */
  readonly onBack: () => void;
}

export const GiveAddress = ({ person: first, address, onDone, onCancel, onBack }: Props) => {
  const styles = useStyles();
  const texts = useSpeech(personFormTexts);
  const { announce } = usePane();
  const give = useGive(first, address, (saved) => {
    announce(texts.give.saved(saved.displayName));
    onDone(saved);
  });
  const { person, plan, chosen, busy } = give;
  const [asked, setAsked] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const place = plan.places.find(({ field }) => field === chosen) ?? null;
  const name = cutShort(person.displayName);
  const save = () => {
    setAsked(true);
    if (plan.has !== null) onDone(person);
    else if (chosen !== null) give.save();
    else body.current?.querySelector('input')?.focus();
  };
  const label = plan.has !== null ? texts.give.open : labelOf(place, texts);
  return (
    <FormFrame
      texts={texts}
      title={texts.give.title(name)}
      dirty={false}
      busy={busy ? texts.saving : null}
      save={{ label, act: save }}
      onCancel={onCancel}
    >
      <Failed give={give} texts={texts} />
      <div className={styles.person}>
        <PersonLine texts={texts} person={person} />
        <Button
          type="button"
          size="small"
          appearance="transparent"
          className={styles.another}
          disabledFocusable={busy}
          onClick={onBack}
        >
          {texts.give.another}
        </Button>
      </div>
      <div ref={body} className={styles.column}>
        {plan.has === null ? (
          <Places give={give} texts={texts} missing={asked && chosen === null} />
        ) : (
          <Text className={styles.will}>{texts.give.has(name, texts.fields[plan.has].toLowerCase())}</Text>
        )}
        {plan.has === null && (
          <Text className={styles.will} role="status">
            {sentenceOf(place, address, texts)}
          </Text>
        )}
        {plan.has === null && <Beware address={address} person={person} chosen={chosen} />}
      </div>
    </FormFrame>
  );
};

const labelOf = (place: AddressPlace | null, texts: PersonFormTexts): string =>
  place === null || place.old === null ? texts.give.save : texts.give.saveReplace;

const sentenceOf = (place: AddressPlace | null, address: string, texts: PersonFormTexts): string => {
  if (place === null) return '';
  const field = texts.fields[place.field];
  return place.old === null
    ? texts.give.willFill(field, cutShort(address))
    : texts.give.willReplace(field, cutShort(place.old), cutShort(address));
};

/** Nothing to choose where one free place is all there is. */
const Places = ({ give, texts, missing }: { give: Give; texts: PersonFormTexts; missing: boolean }) => {
  const styles = useStyles();
  const { places, proposed } = give.plan;
  if (places.length === 1 && proposed !== null) return null;
  const taken = places.length === 1 ? texts.give.onlyTaken : texts.give.allTaken;
  return (
    <Field
      label={texts.give.where}
      {...(proposed === null ? { hint: taken } : {})}
      {...(missing ? { validationMessage: texts.give.choose, validationState: 'error' as const } : {})}
    >
      <RadioGroup
        value={give.chosen ?? ''}
        onChange={(_event, data) => {
          give.choose(data.value as AddressField);
        }}
      >
        {places.map(({ field, old }) => (
          <Radio
            key={field}
            value={field}
            label={
              <span className={styles.choice}>
                <span>{old === null ? texts.fields[field] : texts.give.replace(texts.fields[field])}</span>{' '}
                <span className={styles.old}>{old === null ? texts.give.free : cutShort(old)}</span>
              </span>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
};

const Failed = ({ give, texts }: { give: Give; texts: PersonFormTexts }) => {
  const bar = useRef<HTMLDivElement>(null);
  const { changed } = give;
  useEffect(() => {
    if (changed) bar.current?.focus();
  }, [changed]);
  const problems = problemsOf(give.failure);
  const [problem] = Object.values(problems);
  if (problem !== undefined)
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{problemSentence(texts, problem)}</MessageBarBody>
      </MessageBar>
    );
  return (
    <>
      {changed && (
        <MessageBar ref={bar} tabIndex={-1} intent="warning" layout="multiline" role="alert">
          <MessageBarBody>{texts.give.changed}</MessageBarBody>
        </MessageBar>
      )}
      <SavingTrouble texts={texts} trouble={give.trouble} problems={noProblems} elsewhere={[]} />
    </>
  );
};

/** What one should know of this address before it is somebody's: letters that only look alike, and who else has it. */
const Beware = ({
  address,
  person,
  chosen,
}: {
  address: string;
  person: PersonView;
  chosen: AddressField | null;
}) => {
  const styles = useStyles();
  const texts = useSpeech(personFormTexts);
  const api = useApi(personsApi);
  const { data } = useResource(`lookup ${address}`, () => api.lookup([address]));
  const others = (data?.items[0]?.persons ?? []).filter(({ id }) => id !== person.id);
  const names = others.slice(0, 3).map(({ displayName }) => cutShort(displayName));
  return (
    <>
      {others.length > 0 && <Text className={styles.quiet}>{texts.give.shared(names.join(', '))}</Text>}
      {person.headId !== null && chosen === 'privateEmail' && (
        <Text className={styles.quiet}>{texts.give.follows}</Text>
      )}
      {hasOddLetters(address) && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{texts.oddLetters}</MessageBarBody>
        </MessageBar>
      )}
    </>
  );
};
