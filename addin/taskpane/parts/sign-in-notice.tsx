/**
 * R14: that the sign-in with Microsoft has ended, or will soon, with the button that renews it. Told before it happens where
 * that can be known; a mailbox that is synced renews its sign-in by itself and never gets there. Nothing where all is well.
 */
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { signInAgainTexts } from '../../../shared/texts/pane/sign-in-again.ts';
import { formatDay } from '../format.ts';
import { usePane } from '../pane.ts';
import { useLanguage, useSpeech } from '../texts.tsx';

export const SignInNotice = () => {
  const {
    mailbox: { state, signInEndsAt },
    control,
  } = usePane();
  const texts = useSpeech(signInAgainTexts);
  const language = useLanguage();
  const hasEnded = state === 'signInAgain';
  if (!hasEnded && signInEndsAt === null) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {hasEnded && <MessageBarTitle>{texts.title}.</MessageBarTitle>}
        {hasEnded ? texts.ended : texts.ends(formatDay(signInEndsAt!, language))}
      </MessageBarBody>
      <MessageBarActions>
        <Button
          size="small"
          disabledFocusable={control.activation.step === 'opening'}
          onClick={control.start}
        >
          {texts.action}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
};
