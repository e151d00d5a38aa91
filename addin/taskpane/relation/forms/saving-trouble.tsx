/** Why something was not saved, above the form that still holds what was typed. */
import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { problemSentence, type PersonFormTexts } from '../../../../shared/texts/pane/person-forms.ts';
import type { FieldId } from '../../../../shared/person.ts';
import type { FailureCode, Trouble } from '../../../api/failure.ts';
import { sentenceFor } from '../../parts/notices.tsx';
import { useTexts } from '../../texts.tsx';
import type { Problems } from './person-fields.ts';

const useStyles = makeStyles({
  body: { overflowWrap: 'anywhere' },
  list: { margin: 0, paddingInlineStart: '1.2em' },
});

/** The request may have arrived and its answer got lost. */
export const isUnclear = (code: FailureCode): boolean =>
  ['offline', 'unavailable', 'internal', 'notUnderstood'].includes(code);

/** `elsewhere`: problems of fields that this form does not show. */
interface Props {
  readonly texts: PersonFormTexts;
  readonly trouble: Trouble | null;
  readonly problems: Problems;
  readonly elsewhere: readonly string[];
  /** Instead of what is said when the connection fails. */
  readonly offline?: string;
}

export const SavingTrouble = ({ texts, trouble, problems, elsewhere, offline }: Props) => {
  const styles = useStyles();
  const shell = useTexts();
  const count = Object.keys(problems).length;
  if (trouble === null && count === 0) return null;
  const isOffline = trouble?.code === 'offline';
  const sentence = () => {
    if (count > 0) return texts.faults(count);
    if (isOffline) return offline ?? texts.offline;
    return trouble === null ? '' : sentenceFor(trouble, shell);
  };
  return (
    <MessageBar intent={isOffline ? 'warning' : 'error'} layout="multiline">
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{isOffline ? texts.offlineTitle : shell.trouble.title}</MessageBarTitle>
        {sentence()}
        {elsewhere.length > 0 && (
          <ul className={styles.list}>
            {elsewhere.map((field) => (
              <li key={field}>{problemLine(texts, field, problems)}</li>
            ))}
          </ul>
        )}
      </MessageBarBody>
    </MessageBar>
  );
};

const problemLine = (texts: PersonFormTexts, field: string, problems: Problems): string => {
  const label = (texts.fields as Partial<Record<string, string>>)[field as FieldId];
  const problem = problems[field];
  const sentence = problem === undefined ? texts.otherProblem : problemSentence(texts, problem);
  return label === undefined ? sentence : `${label}: ${sentence}`;
};
