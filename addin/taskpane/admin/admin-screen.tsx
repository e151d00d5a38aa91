/**
 * The administrator's page: how the office's mailboxes stand, what ran, what waits and why, and what the pane shows of
 * persons. Needs no Outlook around it. Names of employees are shown, names and data of relations never: the worker does
 * not give them here.
 */
import { Button, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useRef, useState } from 'react';
import { adminTexts } from '../../../shared/texts/pane/admin.ts';
import { adminApi } from '../../api/admin.ts';
import type { Api } from '../../api/client.ts';
import { SignedInContext, useApi, useSignedIn } from '../pane.ts';
import { ReadTrouble, StartFailed } from '../parts/notices.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { HomeSkeleton } from '../parts/skeleton.tsx';
import { useLanguage, useSpeech, useTexts } from '../texts.tsx';
import { useResource } from '../use-resource.ts';
import { HeldReasons } from './held-reasons.tsx';
import { Mailboxes } from './mailboxes.tsx';
import { Passes } from './passes.tsx';
import { Status } from './status.tsx';
import { Tenants } from './tenants.tsx';
import { VisibleParts } from './visible-parts.tsx';
import { unseen } from '../parts/unseen.ts';

/** Often enough to watch a first sync, seldom enough to leave open all day. */
const POLL_MS = 30_000;

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    justifyContent: 'space-between',
    gap: tokens.spacingVerticalM,
  },
  moment: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, flexWrap: 'wrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
  pair: {
    display: 'grid',
    gap: tokens.spacingHorizontalXXXL,
    rowGap: tokens.spacingVerticalXXL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 400px), 1fr))',
    alignItems: 'start',
  },
  foot: {
    display: 'flex',
    justifyContent: 'space-between',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
    paddingTop: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  name: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  hidden: unseen,
});

interface Props {
  readonly api: Api;
  readonly onSignedOut: () => void;
}

const AdminScreen = ({ api, onSignedOut }: Props) => {
  const signedIn = useMemo(() => ({ api, onSignedOut }), [api, onSignedOut]);
  return (
    <SignedInContext value={signedIn}>
      <Gate />
    </SignedInContext>
  );
};
export default AdminScreen;

/** The worker refuses others too; this says so in a sentence instead of in six failures. */
const Gate = () => {
  const { api } = useSignedIn();
  const texts = useSpeech(adminTexts);
  const { data: me, trouble, reload } = useResource('me', () => api.me());
  useEffect(() => {
    document.title = texts.title;
  }, [texts]);
  if (me === null) return trouble === null ? <HomeSkeleton /> : <StartFailed {...trouble} onRetry={reload} />;
  return me.admin ? <Page name={me.employee?.displayName ?? null} /> : <NotAdmin name={me.employee?.email} />;
};

const NotAdmin = ({ name }: { name: string | undefined }) => {
  const styles = useStyles();
  const { notAdmin } = useSpeech(adminTexts);
  return (
    <div className={styles.page}>
      <ScreenTitle title={notAdmin.title}>{notAdmin.text(name ?? null)}</ScreenTitle>
      <Text>{notAdmin.how}</Text>
    </div>
  );
};

const Page = ({ name }: { name: string | null }) => {
  const styles = useStyles();
  const shell = useTexts();
  const texts = useSpeech(adminTexts);
  const language = useLanguage();
  const admin = useApi(adminApi);
  const [round, setRound] = useState(0);
  const [sentence, setSentence] = useState('');
  const status = useResource('status', () => admin.status());
  const mailboxes = useResource('mailboxes', () => admin.mailboxes());

  const refreshAll = useRef<() => void>(() => undefined);
  useEffect(() => {
    refreshAll.current = () => {
      status.reload();
      mailboxes.reload();
      setRound((count) => count + 1);
    };
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refreshAll.current();
    }, POLL_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);

  const trouble = status.trouble ?? mailboxes.trouble;
  const said = trouble?.code ?? null;
  const refresh = () => {
    setSentence((before) => (before === texts.refreshed ? `${texts.refreshed} ` : texts.refreshed));
    refreshAll.current();
  };
  if (status.data === null && trouble !== null) return <StartFailed {...trouble} onRetry={refresh} />;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <ScreenTitle title={texts.title}>{texts.intro}</ScreenTitle>
        <div className={styles.moment}>
          {status.data !== null && (
            <Text className={styles.quiet}>{texts.asOf(timeOfDay(status.data.now, language))}</Text>
          )}
          <Button onClick={refresh}>{texts.refresh}</Button>
        </div>
      </header>
      {trouble !== null && <ReadTrouble trouble={trouble} onRetry={refresh} />}
      <Status status={status.data} />
      <Mailboxes mailboxes={mailboxes.data?.items ?? null} />
      <Passes round={round} mailboxes={mailboxes.data?.items ?? []} said={said} />
      <div className={styles.pair}>
        <div className={styles.page}>
          <HeldReasons round={round} said={said} />
          {status.data !== null && <Tenants tenants={status.data.allowedTenants} />}
        </div>
        <VisibleParts announce={setSentence} said={said} />
      </div>
      <div role="status" className={styles.hidden}>
        {sentence}
      </div>
      <footer className={styles.foot}>
        <Text size={200} className={styles.name}>
          {name === null ? shell.appName : shell.signedInAs(name)}
        </Text>
        <Link href="/help.html" target="_blank" rel="noreferrer">
          <Text size={200}>{shell.help}</Text>
        </Link>
      </footer>
    </div>
  );
};

const timeOfDay = (instant: string, language: 'nl' | 'en'): string =>
  new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { timeStyle: 'medium' }).format(
    new Date(instant),
  );
