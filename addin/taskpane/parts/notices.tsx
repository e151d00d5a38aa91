/** When something went wrong: what happened, what it means for the contacts, what to do next. */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from '@fluentui/react-components';
import type { PaneTexts } from '../../../shared/texts/pane/shell.ts';
import type { FailureCode, Trouble } from '../../api/failure.ts';
import { Heading } from './heading.tsx';
import { useTexts } from '../texts.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, alignItems: 'start' },
});

/** The worker's own sentence first: it knows more than the pane. */
export const sentenceFor = ({ code, told }: Trouble, texts: PaneTexts): string => {
  if (told !== null) return told;
  if (code === 'offline') return texts.trouble.offlineStart;
  return code === 'unavailable' || code === 'tooMany'
    ? texts.trouble.unavailable
    : texts.trouble.notUnderstood;
};

/** Nothing to show yet: the whole screen says so. */
export const StartFailed = ({ onRetry, ...trouble }: Trouble & { onRetry: () => void }) => {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <div className={styles.column} role="alert">
      <Heading tone="warning" title={titleFor(trouble.code, texts)} text={sentenceFor(trouble, texts)} />
      <Button appearance="primary" onClick={onRetry}>
        {texts.retry}
      </Button>
    </div>
  );
};

const titleFor = (code: FailureCode, texts: PaneTexts): string =>
  code === 'offline' ? texts.trouble.offlineTitle : texts.trouble.title;

/** What was last known is still on screen below. */
export const ReadTrouble = ({ trouble, onRetry }: { trouble: Trouble; onRetry: () => void }) => {
  const texts = useTexts();
  const offline = trouble.code === 'offline';
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{titleFor(trouble.code, texts)}</MessageBarTitle>
        {offline ? texts.trouble.offline : sentenceFor(trouble, texts)}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={onRetry}>
          {texts.retry}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
};

export const ActionTrouble = ({ trouble }: { trouble: Trouble }) => {
  const texts = useTexts();
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{texts.trouble.title}</MessageBarTitle>
        {sentenceFor(trouble, texts)}
      </MessageBarBody>
    </MessageBar>
  );
};
