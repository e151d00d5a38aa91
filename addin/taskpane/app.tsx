/** The pane as a whole: theme, language, and which of the screens is shown. */
import { FluentProvider, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useEffect } from 'react';
import type { Host } from '../office/host.ts';
import { useTheme } from '../theme/use-theme.ts';
import { Boundary } from './boundary.tsx';
import { StartFailed } from './parts/notices.tsx';
import { Shell } from './shell.tsx';
import { SignInScreen } from './sign-in-screen.tsx';
import { HomeSkeleton } from './parts/skeleton.tsx';
import { languageFor, SpeechProvider } from './texts.tsx';
import { useSession } from './use-session.ts';

const AdminScreen = lazy(() => import('./admin/admin-screen.tsx'));

/** The administrator's page is the same bundle at another address; it needs no Outlook around it. */
const isAdminPage = (): boolean => window.location.pathname.replace(/\/$/u, '') === '/admin';

const useStyles = makeStyles({
  root: { minHeight: '100vh', backgroundColor: tokens.colorNeutralBackground1 },
  // The administrator's page has tables, and the room of a browser window.
  wide: { maxWidth: '1180px' },
  main: {
    boxSizing: 'border-box',
    maxWidth: '480px',
    marginInline: 'auto',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL}`,
  },
});

export const App = ({ host }: { host: Host }) => {
  const styles = useStyles();
  const theme = useTheme(host);
  const language = languageFor(host);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <FluentProvider theme={theme} className={styles.root}>
      <SpeechProvider language={language}>
        <main className={mergeClasses(styles.main, isAdminPage() && styles.wide)}>
          <Screen host={host} />
        </main>
      </SpeechProvider>
    </FluentProvider>
  );
};

const Screen = ({ host }: { host: Host }) => {
  const { session, signIn, signedOut, retry } = useSession(host, languageFor(host));
  switch (session.phase) {
    case 'starting':
      return <HomeSkeleton />;
    case 'failed':
      return <StartFailed code={session.code} told={null} onRetry={retry} />;
    case 'signedOut':
      return <SignInScreen failure={session.failure} busy={false} onSignIn={signIn} />;
    case 'signingIn':
      return <SignInScreen failure={null} busy onSignIn={signIn} />;
    case 'ready':
      if (isAdminPage())
        return (
          <Boundary>
            <Suspense fallback={<HomeSkeleton />}>
              <AdminScreen api={session.api} onSignedOut={signedOut} />
            </Suspense>
          </Boundary>
        );
      return <Shell api={session.api} host={host} onSignedOut={signedOut} />;
  }
};
