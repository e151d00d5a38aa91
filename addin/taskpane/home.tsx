/** Signed in: the way to a link, or how the link stands. */
import { Caption1, Link, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { Api } from '../api/client.ts';
import type { Host } from '../office/host.ts';
import { Activate, Consent } from './activate.tsx';
import { ActionTrouble, ReadTrouble, StartFailed } from './notices.tsx';
import { HomeSkeleton } from './skeleton.tsx';
import { Standing } from './standing.tsx';
import { useTexts } from './texts.tsx';
import { needsSignIn, useActivation } from './use-activation.ts';
import { useMailbox } from './use-mailbox.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  foot: {
    display: 'flex',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    paddingTop: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  name: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

interface Props {
  readonly api: Api;
  readonly host: Host;
  readonly onSignedOut: () => void;
}

export const Home = ({ api, host, onSignedOut }: Props) => {
  const styles = useStyles();
  const { state, refresh, act } = useMailbox(api, onSignedOut);
  const control = useActivation({ api, host, mailbox: state.mailbox, refresh, onSignedOut });
  // A pinned pane: another mail is a moment at which the user looks.
  useEffect(() => host.onItemChanged(() => void refresh()), [host, refresh]);

  const { me, mailbox, trouble, refused } = state;
  if (me === null) {
    if (trouble === null) return <HomeSkeleton />;
    return <StartFailed {...trouble} onRetry={() => void refresh()} />;
  }
  const waits = control.activation.step === 'waiting' || control.activation.step === 'link';
  const mustSignIn = mailbox !== null && needsSignIn(mailbox);
  return (
    <div className={styles.column}>
      {trouble !== null && <ReadTrouble trouble={trouble} onRetry={() => void refresh()} />}
      {refused !== null && <ActionTrouble trouble={refused} />}
      {mailbox === null ? (
        <Activate control={control} />
      ) : mustSignIn && waits ? (
        <Consent control={control} />
      ) : (
        <Standing mailbox={mailbox} state={state} act={act} control={control} />
      )}
      <Foot name={me.employee?.displayName ?? host.mailboxAddress} />
    </div>
  );
};

const Foot = ({ name }: { name: string | null }) => {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <footer className={styles.foot}>
      <Caption1 className={styles.name}>{name === null ? texts.appName : texts.signedInAs(name)}</Caption1>
      <Link href="/help.html" target="_blank" rel="noreferrer">
        <Caption1>{texts.help}</Caption1>
      </Link>
    </footer>
  );
};
