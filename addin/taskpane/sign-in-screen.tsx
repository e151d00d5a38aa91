/** Nobody is signed in, or a sign-in did not come about. */
import { Button, makeStyles, MessageBar, MessageBarBody, tokens } from '@fluentui/react-components';
import type { PaneTexts } from '../../shared/texts/pane/shell.ts';
import type { SignInFailure } from '../sign-in/failure.ts';
import { BusyRing } from './parts/busy-ring.tsx';
import { Heading } from './parts/heading.tsx';
import { useTexts } from './texts.tsx';

const useStyles = makeStyles({
  column: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    // On the administrator's page there is more room than this needs.
    maxWidth: '448px',
    marginInline: 'auto',
  },
});

interface Props {
  readonly failure: SignInFailure | null;
  readonly busy: boolean;
  readonly onSignIn: () => void;
}

export const SignInScreen = ({ failure, busy, onSignIn }: Props) => {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <div className={styles.column}>
      <Heading tone="person" title={texts.signIn.title} text={texts.signIn.text} />
      {failure !== null && (
        <MessageBar intent={failure.code === 'cancelled' ? 'info' : 'warning'} layout="multiline">
          <MessageBarBody>{sentenceFor(failure, texts)}</MessageBarBody>
        </MessageBar>
      )}
      <Button
        appearance="primary"
        size="large"
        disabledFocusable={busy}
        icon={busy ? <BusyRing /> : undefined}
        onClick={onSignIn}
      >
        {busy ? texts.signIn.busy : texts.signIn.action}
      </Button>
    </div>
  );
};

const sentenceFor = ({ code, detail }: SignInFailure, { signIn }: PaneTexts): string =>
  code === 'refused' ? signIn.refused(detail ?? code) : signIn[code];
