/** The page as a whole: whose Outlook, in which language and colours, which of the three views, and the pane beside it. */
import {
  FluentProvider,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Spinner,
  ToggleButton,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ItemSeed } from '../../office/fake-host.ts';
import type { MailPerson } from '../mail.ts';
import { CalendarView } from './calendar-view.tsx';
import { loadUsers, type PageUser } from './controls.ts';
import { NO_ITEM, writeRecipients } from './items.ts';
import { draftFrom, type DraftText } from './mail/compose.tsx';
import { MailView } from './mail/mail-view.tsx';
import { News } from './news.tsx';
import { PaneFrame } from './pane-frame.tsx';
import { PeopleView } from './people/people-view.tsx';
import { usePlace, type PlaceInPage } from './place.ts';
import { Rail } from './rail.tsx';
import { texts, TextsContext, useTexts } from './texts.ts';
import { themes } from './theme.ts';
import { TopBar } from './top-bar.tsx';
import { useMailbox } from './use-mailbox.ts';

const useStyles = makeStyles({
  toggle: { fontWeight: tokens.fontWeightRegular },
  page: { backgroundColor: 'transparent' },
  root: {
    display: 'flex',
    flexDirection: 'column',
    height: '100vh',
    backgroundColor: tokens.colorNeutralBackground4,
  },
  body: { display: 'flex', flexGrow: 1, flexBasis: 0, minHeight: 0 },
  content: {
    display: 'flex',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} 0`,
  },
});

export const App = () => {
  const styles = useStyles();
  const { place, go } = usePlace();
  const users = useUsers();
  const user = users?.find(({ userPrincipalName }) => userPrincipalName === place.user) ?? users?.[0] ?? null;
  const spoken = useMemo(() => ({ language: place.language, t: texts[place.language] }), [place.language]);
  useEffect(() => {
    document.documentElement.lang = place.language;
  }, [place.language]);
  return (
    <FluentProvider theme={themes[place.theme]} className={styles.page}>
      <TextsContext value={spoken}>
        {/* Not on the provider itself: what opens above the page (menus, dialogs) gets its class, too. */}
        <div className={styles.root}>
          {users === null || user === null ? (
            <Spinner label={spoken.t.loading} />
          ) : (
            <Outlook key={user.id} user={user} users={users} place={place} go={go} />
          )}
        </div>
      </TextsContext>
    </FluentProvider>
  );
};

/** The people of the office: those of the first one's tenant. */
const useUsers = (): readonly PageUser[] | null => {
  const [users, setUsers] = useState<readonly PageUser[] | null>(null);
  useEffect(() => {
    void loadUsers().then((all) => {
      setUsers(all.filter(({ tenantId }) => tenantId === all[0]?.tenantId));
    });
  }, []);
  return users;
};

interface Props {
  readonly user: PageUser;
  readonly users: readonly PageUser[];
  readonly place: PlaceInPage;
  readonly go: (change: Partial<PlaceInPage>) => void;
}

const Outlook = ({ user, users, place, go }: Props) => {
  const styles = useStyles();
  const t = useTexts();
  const mailbox = useMailbox(user);
  const [query, setQuery] = useState('');
  const [item, setItem] = useState<ItemSeed>(NO_ITEM);
  const [draft, setDraft] = useState<DraftText | null>(null);
  const [adding, setAdding] = useState<MailPerson | null>(null);
  const [pinned, setPinned] = useState(true);
  const [offline, setOffline] = useState(false);
  const [note, setNote] = useState<{ text: string } | null>(null);

  useEffect(() => {
    // Whatever a control refuses (a contact that has just gone, say) is told, and nothing else happens.
    const tell = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      setNote({ text: t.refused });
    };
    window.addEventListener('unhandledrejection', tell);
    return () => {
      window.removeEventListener('unhandledrejection', tell);
    };
  }, [t]);

  const showItem = useCallback(
    (next: ItemSeed) => {
      setItem((before) => {
        // A pane that is not pinned closes with its message.
        if (!pinned && before.itemId !== next.itemId) go({ pane: false });
        return next;
      });
    },
    [pinned, go],
  );
  const compose = (form: unknown): void => {
    const {
      toRecipients = [],
      subject = '',
      htmlBody = '',
    } = (form ?? {}) as {
      toRecipients?: readonly (string | { displayName?: string; emailAddress?: string })[];
      subject?: string;
      htmlBody?: string;
    };
    const to = toRecipients.map((one) =>
      typeof one === 'string'
        ? { name: one, address: one }
        : { name: one.displayName ?? '', address: one.emailAddress ?? '' },
    );
    setDraft(draftFrom({ to: writeRecipients(to), subject, body: htmlBody.replace(/<[^>]*>/gu, '') }));
    go({ view: 'mail' });
  };
  const common = {
    user,
    mailbox,
    query,
    onItem: showItem,
    openId: place.item,
    onOpen: (id: string | null) => {
      go({ item: id });
    },
    paneButton: (
      <ToggleButton
        appearance="subtle"
        className={styles.toggle}
        checked={place.pane}
        icon={<img src="/assets/icon-16.png" alt="" width={16} height={16} />}
        onClick={() => {
          go({ pane: !place.pane });
        }}
      >
        {t.pane.name}
      </ToggleButton>
    ),
  };
  return (
    <>
      <TopBar
        place={place}
        go={go}
        user={user}
        users={users}
        query={query}
        onQuery={setQuery}
        offline={offline}
        onOffline={setOffline}
        onRevoke={() => {
          void mailbox.controls.revoke().then(() => {
            setNote({ text: t.revoked });
          });
        }}
      />
      {!mailbox.answers && (
        <MessageBar intent="error">
          <MessageBarBody>{t.stopped}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.body}>
        <Rail
          view={place.view}
          onGo={(view) => {
            setQuery('');
            go({ view });
          }}
        />
        <div className={styles.content}>
          {place.view === 'mail' && (
            <MailView
              {...common}
              draft={draft}
              onDraft={setDraft}
              onAddContact={(person) => {
                setAdding(person);
                go({ view: 'people', contact: null });
              }}
            />
          )}
          {place.view === 'calendar' && <CalendarView {...common} />}
          {place.view === 'people' && (
            <PeopleView
              {...common}
              openId={place.contact}
              onOpen={(contact) => {
                go({ contact });
              }}
              adding={adding}
              onAdded={() => {
                setAdding(null);
              }}
            />
          )}
          {place.pane && (
            <PaneFrame
              user={user}
              theme={place.theme}
              offline={offline}
              item={item}
              pinned={pinned}
              onPin={setPinned}
              onClose={() => {
                go({ pane: false });
              }}
              onNewMessage={compose}
            />
          )}
        </div>
      </div>
      <News
        mailbox={mailbox}
        extra={note}
        onContact={(contact) => {
          go({ view: 'people', contact });
        }}
      />
    </>
  );
};
