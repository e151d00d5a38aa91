/**
 * A new relation from a mail. What the mail says is filled in (new-person.ts) and can be changed; who is already there
 * is shown before another is made (use-create.ts). Makes nothing but by its own button.
 */
import {
  Checkbox,
  Field,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { MailboxView } from '../../../../shared/api/mailbox.ts';
import type { PersonView } from '../../../../shared/api/persons.ts';
import {
  personFormTexts,
  problemSentence,
  type PersonFormTexts,
} from '../../../../shared/texts/pane/person-forms.ts';
import { hasOddLetters, type Correspondent } from '../../../office/item.ts';
import { usePane } from '../../pane.ts';
import { useSpeech } from '../../texts.tsx';
import { FieldInput, useFocusFirstProblem } from './field-input.tsx';
import { FormFrame } from './form-frame.tsx';
import { GiveAddress } from './give-address.tsx';
import { creationOf, draftFrom, fieldOf, lookedFor, textsOf } from './new-person.ts';
import type { Draft, DraftText, NewKind } from './new-person.ts';
import { checkPatch, inputKind, noProblems, problemsOf, type Problems } from './person-fields.ts';
import { SamePersons } from './same-persons.tsx';
import { isUnclear, SavingTrouble } from './saving-trouble.tsx';
import { useCreate, type Create } from './use-create.ts';
import { nameGrid, pairGrid } from './grids.ts';

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  name: nameGrid,
  pair: pairGrid,
});

interface Props {
  readonly from: Correspondent;
  readonly onDone: (person: PersonView) => void;
  readonly onCancel: () => void;
}

const CreatePerson = ({ from, onDone, onCancel }: Props) => {
  const texts = useSpeech(personFormTexts);
  const { announce, me, mailbox } = usePane();
  // Where the office hides who the relation manager is, it is not set from here either.
  const mayBeMine = me.employee !== null && me.visibility.relationManager;
  const [first] = useState(() => draftFrom(from, mayBeMine));
  const [draft, setDraft] = useState(first);
  const [giving, setGiving] = useState<PersonView | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [found, setFound] = useState(0);
  const create = useCreate(
    first,
    me.employee?.id ?? null,
    (made) => {
      announce(texts.create.made(made.displayName));
      onDone(made);
    },
    () => {
      setFound((count) => count + 1);
    },
  );
  const count = create.looked?.same.length ?? 0;
  useEffect(() => {
    if (count > 0) announce(texts.same.count(count));
  }, [count, announce, texts]);
  // Who was found only now stands above what one was typing: one is taken there.
  useEffect(() => {
    if (found > 0) heading.current?.focus();
  }, [found]);

  if (giving !== null)
    return (
      <GiveAddress
        person={giving}
        address={draft.email}
        onDone={onDone}
        onCancel={onCancel}
        onBack={() => {
          setGiving(null);
        }}
      />
    );
  return (
    <Form
      draft={draft}
      dirty={JSON.stringify(draft) !== JSON.stringify(first)}
      create={create}
      mayBeMine={mayBeMine}
      comesToOutlook={wouldCome(mailbox)}
      onChange={(change) => {
        setDraft((before) => ({ ...before, ...change }));
      }}
      onOpen={onDone}
      onGive={setGiving}
      onCancel={onCancel}
      headingRef={heading}
    />
  );
};

/** Without groups, a new relation of mine is only left out where the roles or groups of my mailbox say so (R1). */
const wouldCome = ({ settings }: MailboxView): boolean =>
  settings.roles.includes('relationManager') && settings.groupsIncluded.length === 0;

interface FormProps {
  readonly draft: Draft;
  readonly dirty: boolean;
  readonly create: Create;
  readonly mayBeMine: boolean;
  readonly comesToOutlook: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onOpen: (person: PersonView) => void;
  readonly onGive: (person: PersonView) => void;
  readonly onCancel: () => void;
  readonly headingRef: RefObject<HTMLHeadingElement | null>;
}

const busyText = (busy: Create['busy'], texts: PersonFormTexts): string | null => {
  if (busy === null) return null;
  return busy === 'look' ? texts.create.checking : texts.saving;
};

const Form = (props: FormProps) => {
  const { draft, dirty, create, mayBeMine, comesToOutlook, onChange, onOpen, onGive, onCancel } = props;
  const styles = useStyles();
  const texts = useSpeech(personFormTexts);
  const body = useRef<HTMLDivElement>(null);
  const { problems, setProblems, forget } = useProblems(create);
  useFocusFirstProblem(body, problems);
  const names = textsOf(draft.kind).map((text) => fieldOf(draft.kind, text) as string);
  const elsewhere = Object.keys(problems).filter((name) => !names.includes(name));
  const { looked } = create;
  const same = looked !== null && looked.key === lookedFor(draft) && looked.same.length > 0 ? looked : null;
  const save = () => {
    const wrong = checkPatch({ lastName: null, ...creationOf(draft, null).fields });
    create.clear();
    setProblems(wrong);
    if (Object.keys(wrong).length === 0) create.save(draft);
  };
  const input = (text: DraftText, hint?: string) => (
    <DraftInput
      text={text}
      draft={draft}
      problems={problems}
      {...(hint === undefined ? {} : { hint })}
      onChange={(value) => {
        onChange({ [text]: value });
        forget(fieldOf(draft.kind, text));
      }}
    />
  );
  return (
    <FormFrame
      long
      texts={texts}
      title={texts.create.title}
      intro={texts.create.intro}
      dirty={dirty}
      busy={busyText(create.busy, texts)}
      save={{ label: same === null ? texts.create.save : texts.create.saveAnyway, act: save }}
      onCancel={onCancel}
    >
      {hasOddLetters(draft.email) && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{texts.oddLetters}</MessageBarBody>
        </MessageBar>
      )}
      <SavingTrouble
        texts={texts}
        trouble={unclearTold(create, texts)}
        problems={problems}
        elsewhere={elsewhere}
        offline={texts.unclear}
      />
      {same !== null && (
        <SamePersons
          texts={texts}
          looked={same}
          maybeMade={create.maybeMade}
          headingRef={props.headingRef}
          onOpen={onOpen}
          onGive={onGive}
        />
      )}
      <div ref={body} className={styles.fields}>
        <KindChoice
          texts={texts}
          kind={draft.kind}
          onChange={(kind) => {
            onChange({ kind });
            setProblems(noProblems);
          }}
        />
        <div className={styles.name}>
          {input('initials')}
          {input('firstName')}
          {input('surnamePrefix')}
          {input('lastName')}
        </div>
        {draft.kind === 'contactPerson' && (
          <div className={styles.pair}>
            {input('organisationName', texts.create.organisationHint)}
            {input('jobTitle')}
          </div>
        )}
        {input('email')}
        <div className={styles.pair}>
          {input('phone')}
          {input('mobile')}
        </div>
        {mayBeMine && (
          <Field {...(draft.mine && comesToOutlook ? { hint: texts.create.mineHint } : {})}>
            <Checkbox
              label={texts.create.mine}
              checked={draft.mine}
              onChange={(_event, data) => {
                onChange({ mine: data.checked === true });
              }}
            />
          </Field>
        )}
      </div>
    </FormFrame>
  );
};

/** Problems found here and by the worker, each until its field is typed in. */
const useProblems = ({ failure }: Create) => {
  const [problems, setProblems] = useState<Problems>(noProblems);
  useEffect(() => {
    if (failure !== null) setProblems(problemsOf(failure));
  }, [failure]);
  return {
    problems,
    setProblems,
    forget: (field: string) => {
      setProblems((before) =>
        before[field] === undefined
          ? before
          : Object.fromEntries(Object.entries(before).filter(([name]) => name !== field)),
      );
    },
  };
};

/** A lost answer is told as what it is: it may have been made. */
const unclearTold = ({ failure, trouble, maybeMade }: Create, texts: PersonFormTexts): Create['trouble'] => {
  if (trouble === null || Object.keys(problemsOf(failure)).length > 0) return null;
  return maybeMade && isUnclear(trouble.code) && trouble.code !== 'offline'
    ? { ...trouble, told: texts.unclear }
    : trouble;
};

const KindChoice = ({
  texts,
  kind,
  onChange,
}: {
  texts: PersonFormTexts;
  kind: NewKind;
  onChange: (kind: NewKind) => void;
}) => (
  <Field label={texts.create.kind}>
    <RadioGroup
      value={kind}
      onChange={(_event, data) => {
        onChange(data.value as NewKind);
      }}
    >
      <Radio value="contactPerson" label={texts.create.kindChoice.contactPerson} />
      <Radio value="privatePerson" label={texts.create.kindChoice.privatePerson} />
    </RadioGroup>
  </Field>
);

const DraftInput = ({
  text,
  draft,
  problems,
  hint,
  onChange,
}: {
  text: DraftText;
  draft: Draft;
  problems: Problems;
  hint?: string;
  onChange: (value: string) => void;
}) => {
  const texts = useSpeech(personFormTexts);
  const field = fieldOf(draft.kind, text);
  const problem = problems[field];
  return (
    <FieldInput
      name={field}
      label={texts.fields[field]}
      kind={field === 'organisationName' ? 'text' : inputKind(field)}
      value={draft[text]}
      required={text === 'lastName'}
      autoFocus={text === 'firstName'}
      {...(problem === undefined ? {} : { problem: problemSentence(texts, problem) })}
      {...(hint === undefined ? {} : { hint })}
      onChange={onChange}
    />
  );
};

export default CreatePerson;
