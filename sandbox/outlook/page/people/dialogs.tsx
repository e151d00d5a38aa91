/** Outlook's questions about contacts: how to merge two, what to do about a double, what a new folder is called. */
import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import type { CardField, CardValues, OutlookCard } from '../controls.ts';
import { useTexts } from '../texts.ts';
import { formFieldOf, nameOfCard, toForm, type FormField } from './fields.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface QuestionProps {
  readonly title: string;
  readonly onCancel: () => void;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

const Question = ({ title, onCancel, actions, children }: QuestionProps) => {
  const styles = useStyles();
  const { people: t } = useTexts();
  return (
    <Dialog
      open
      onOpenChange={(_event, { open }) => {
        if (!open) onCancel();
      }}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>{children}</DialogContent>
          <DialogActions fluid>
            {actions}
            <Button onClick={onCancel}>{t.cancel}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};

/** Those that a merge can take from the other; addresses are always joined. */
const takable = [
  'givenName',
  'middleName',
  'surname',
  'companyName',
  'jobTitle',
  'mobilePhone',
  'businessPhones',
  'homePhones',
  'birthday',
] as const satisfies readonly CardField[];
/** What Outlook proposes. */
const PROPOSED: readonly string[] = ['jobTitle', 'mobilePhone', 'businessPhones'];

interface MergeProps {
  readonly cards: readonly [OutlookCard, OutlookCard];
  readonly onMerge: (survivor: OutlookCard, other: OutlookCard, take: readonly CardField[]) => Promise<void>;
  readonly onCancel: () => void;
}

export const MergeDialog = ({ cards, onMerge, onCancel }: MergeProps) => {
  const styles = useStyles();
  const { people: t } = useTexts();
  const [keeps, setKeeps] = useState(cards[0].id);
  const survivor = cards[0].id === keeps ? cards[0] : cards[1];
  const other = survivor === cards[0] ? cards[1] : cards[0];
  const [mine, theirs] = [toForm(survivor), toForm(other)];
  const shown = (name: CardField): FormField => formFieldOf(name) as FormField;
  const differing = takable.filter(
    (name) => theirs[shown(name)] !== '' && theirs[shown(name)] !== mine[shown(name)],
  );
  const [refused, setRefused] = useState<readonly string[]>(
    takable.filter((name) => !PROPOSED.includes(name)),
  );
  const take = differing.filter((name) => !refused.includes(name));
  return (
    <Question
      title={t.mergeTitle}
      onCancel={onCancel}
      actions={
        <Button appearance="primary" onClick={() => void onMerge(survivor, other, take)}>
          {t.merge}
        </Button>
      }
    >
      <Field label={t.mergeKeeps}>
        <RadioGroup
          value={keeps}
          onChange={(_event, { value }) => {
            setKeeps(value);
          }}
        >
          {cards.map((card) => (
            <Radio key={card.id} value={card.id} label={nameOfCard(card)} />
          ))}
        </RadioGroup>
      </Field>
      <div role="group" aria-label={t.mergeTakes}>
        <Text weight="semibold" block>
          {t.mergeTakes}
        </Text>
        {differing.length === 0 && <Text>{t.mergeNothing}</Text>}
        {differing.map((name) => (
          <div key={name}>
            <Checkbox
              label={`${t.fields[shown(name)]}: ${theirs[shown(name)]}`}
              checked={!refused.includes(name)}
              onChange={(_event, { checked }) => {
                setRefused((before) =>
                  checked === true ? before.filter((each) => each !== name) : [...before, name],
                );
              }}
            />
          </div>
        ))}
      </div>
      <Text size={200} className={styles.quiet}>
        {t.mergeGoes}
      </Text>
    </Question>
  );
};

export interface Duplicate {
  readonly existing: OutlookCard;
  /** As they were typed for the new one. */
  readonly values: CardValues;
}

interface DuplicateProps {
  readonly duplicate: Duplicate;
  readonly onUpdate: (duplicate: Duplicate) => void;
  readonly onAdd: (duplicate: Duplicate) => void;
  readonly onCancel: () => void;
}

/** Classic Outlook's "Duplicate Contact Detected": its first answer writes the new one over the one that was there. */
export const DuplicateDialog = ({ duplicate, onUpdate, onAdd, onCancel }: DuplicateProps) => {
  const { people: t } = useTexts();
  return (
    <Question
      title={t.duplicateTitle}
      onCancel={onCancel}
      actions={
        <>
          <Button
            appearance="primary"
            onClick={() => {
              onUpdate(duplicate);
            }}
          >
            {t.duplicateUpdate}
          </Button>
          <Button
            onClick={() => {
              onAdd(duplicate);
            }}
          >
            {t.duplicateAdd}
          </Button>
        </>
      }
    >
      <Text>{t.duplicateText(nameOfCard(duplicate.existing))}</Text>
    </Question>
  );
};

export const FolderDialog = ({
  onMake,
  onCancel,
}: {
  onMake: (name: string) => void;
  onCancel: () => void;
}) => {
  const { people: t } = useTexts();
  const [name, setName] = useState('');
  return (
    <Question
      title={t.newFolder}
      onCancel={onCancel}
      actions={
        <Button
          appearance="primary"
          disabled={name.trim() === ''}
          onClick={() => {
            onMake(name.trim());
          }}
        >
          {t.move}
        </Button>
      }
    >
      <Field label={t.folderName}>
        <Input
          value={name}
          onChange={(_event, { value }) => {
            setName(value);
          }}
        />
      </Field>
    </Question>
  );
};
