/** R12: a pass that stopped before its first write, and the two answers to it. "Yes" is said to what is on screen. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import { syncTexts, type SyncTexts } from '../../../shared/texts/pane/sync.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { Heading } from '../parts/heading.tsx';
import { useSpeech } from '../texts.tsx';
import type { Action } from '../use-mailbox.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  readonly mailbox: MailboxView;
  readonly busy: Action | null;
  readonly act: (action: Action) => void;
  /** Where there is a place to look at it first. */
  readonly onLook?: () => void;
  /** Below what it is about, on a screen that has its title already. */
  readonly isBelow?: boolean;
}

export const Brake = ({ mailbox, busy, act, onLook, isBelow = false }: Props) => {
  const styles = useStyles();
  const { state, explain, actions } = useSpeech(syncTexts);
  return (
    <div className={styles.column}>
      {isBelow ? (
        <Text>{explain.brakedAnswers}</Text>
      ) : (
        <div role="status">
          <Heading tone="warning" title={state.braked} text={brakeSentence(mailbox, explain)} />
        </div>
      )}
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={busy !== null}
          icon={busy === 'resume' ? <BusyRing /> : undefined}
          onClick={() => {
            act('resume');
          }}
        >
          {actions.goOn}
        </Button>
        <Button
          disabledFocusable={busy !== null}
          icon={busy === 'pause' ? <BusyRing /> : undefined}
          onClick={() => {
            act('pause');
          }}
        >
          {actions.stayStopped}
        </Button>
        {onLook !== undefined && <Button onClick={onLook}>{actions.lookFirst}</Button>}
      </div>
    </div>
  );
};

/** With its figures; one that cannot be read gets the general sentence. */
const brakeSentence = ({ brake }: MailboxView, explain: SyncTexts['explain']): string =>
  `${whyBraked(brake, explain)} ${explain.brakedAnswers}`;

const whyBraked = (brake: MailboxView['brake'], explain: SyncTexts['explain']): string => {
  switch (brake?.kind) {
    case 'manyChanges':
      return explain.brakedCards(brake.cards, brake.linked);
    case 'emptyCrm':
      return explain.brakedEmptyCrm(brake.linked);
    case 'emptyRemote':
      return explain.brakedEmptyRemote(brake.linked);
    case undefined:
      return explain.braked;
  }
};
