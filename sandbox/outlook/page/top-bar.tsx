/** The blue bar: name, search, the sandbox's settings, and whose Outlook this is. */
import {
  Avatar,
  Button,
  Input,
  makeStyles,
  mergeClasses,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemCheckbox,
  MenuItemLink,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import { GridDots20Regular } from '@fluentui/react-icons/svg/grid-dots';
import { Search16Regular } from '@fluentui/react-icons/svg/search';
import { Settings20Regular } from '@fluentui/react-icons/svg/settings';
import type { PageUser } from './controls.ts';
import { themeNames, type PlaceInPage } from './place.ts';
import { languages, useTexts } from './texts.ts';

const useStyles = makeStyles({
  bar: {
    display: 'grid',
    gridTemplateColumns: '1fr minmax(200px, 480px) 1fr',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    height: '48px',
    flexShrink: 0,
    paddingInline: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  name: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'nowrap',
  },
  mark: {
    borderRadius: tokens.borderRadiusSmall,
    padding: `0 ${tokens.spacingHorizontalXS}`,
    border: `${tokens.strokeWidthThin} solid currentColor`,
    fontSize: tokens.fontSizeBase200,
  },
  search: { width: '100%' },
  end: { display: 'flex', justifyContent: 'end', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  onBrand: {
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': {
      color: tokens.colorNeutralForegroundOnBrand,
      backgroundColor: tokens.colorBrandBackgroundHover,
    },
    ':hover:active': {
      color: tokens.colorNeutralForegroundOnBrand,
      backgroundColor: tokens.colorBrandBackgroundPressed,
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorNeutralForegroundOnBrand}` },
  },
  account: {
    minWidth: 'auto',
    paddingInline: tokens.spacingHorizontalXS,
    '& > .fui-Button__icon': { margin: 0 },
  },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  hint: {
    display: 'block',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    maxWidth: '280px',
  },
});

interface Props {
  readonly place: PlaceInPage;
  readonly go: (change: Partial<PlaceInPage>) => void;
  readonly user: PageUser;
  readonly users: readonly PageUser[];
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly offline: boolean;
  readonly onOffline: (offline: boolean) => void;
  readonly onRevoke: () => void;
}

export const TopBar = (props: Props) => {
  const styles = useStyles();
  const t = useTexts();
  return (
    <header className={styles.bar}>
      <div className={styles.name}>
        <GridDots20Regular aria-hidden />
        <h1 className={styles.title}>{t.appName}</h1>
        <span className={styles.mark}>{t.sandbox}</span>
      </div>
      <Input
        className={styles.search}
        type="search"
        size="medium"
        aria-label={t.search}
        contentBefore={
          <>
            <Search16Regular />
            {props.query === '' && <span aria-hidden>{t.search}</span>}
          </>
        }
        value={props.query}
        onChange={(_event, { value }) => {
          props.onQuery(value);
        }}
      />
      <div className={styles.end}>
        <SettingsMenu {...props} />
        <AccountMenu {...props} />
      </div>
    </header>
  );
};

const SettingsMenu = ({ place, go, user, offline, onOffline, onRevoke }: Props) => {
  const styles = useStyles();
  const { menu } = useTexts();
  const checkedValues = {
    language: [place.language],
    theme: [place.theme],
    network: offline ? ['offline'] : [],
  };
  return (
    <Menu checkedValues={checkedValues}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={styles.onBrand}
          icon={<Settings20Regular />}
          aria-label={menu.open}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{menu.language}</MenuGroupHeader>
            {languages.map((language) => (
              <MenuItemRadio key={language} name="language" value={language} onClick={() => go({ language })}>
                {menu[language]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{menu.theme}</MenuGroupHeader>
            {themeNames.map((theme) => (
              <MenuItemRadio key={theme} name="theme" value={theme} onClick={() => go({ theme })}>
                {menu[theme]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{menu.network}</MenuGroupHeader>
            <MenuItemCheckbox name="network" value="offline" onClick={() => onOffline(!offline)}>
              {menu.offline}
            </MenuItemCheckbox>
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{menu.microsoft}</MenuGroupHeader>
            <MenuItem onClick={onRevoke}>{menu.revoke}</MenuItem>
            <MenuItemLink
              href={`/admin?sandbox-user=${encodeURIComponent(user.userPrincipalName)}`}
              target="_blank"
              rel="noreferrer"
            >
              {menu.administrator}
            </MenuItemLink>
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};

const AccountMenu = ({ user, users, go }: Props) => {
  const styles = useStyles();
  const { account } = useTexts();
  return (
    <Menu checkedValues={{ user: [user.userPrincipalName] }}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={mergeClasses(styles.onBrand, styles.account)}
          icon={<Avatar name={user.displayName} size={28} color="colorful" aria-hidden />}
        >
          <span className={styles.hidden}>{account.open(user.displayName)}</span>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{account.signedInAs}</MenuGroupHeader>
            {users.map(({ userPrincipalName, displayName }) => (
              <MenuItemRadio
                key={userPrincipalName}
                name="user"
                value={userPrincipalName}
                onClick={() => go({ user: userPrincipalName, item: null, contact: null })}
              >
                {displayName}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <Text size={200} className={styles.hint}>
            {account.password(user.password)}
          </Text>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};
