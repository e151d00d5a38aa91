/** The narrow column on the left: mail, calendar, people. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CalendarLtr20Filled, CalendarLtr20Regular } from '@fluentui/react-icons/svg/calendar-ltr';
import { Mail20Filled, Mail20Regular } from '@fluentui/react-icons/svg/mail';
import { People20Filled, People20Regular } from '@fluentui/react-icons/svg/people';
import { views, type View } from './place.ts';
import { useTexts } from './texts.ts';

const icons: Readonly<Record<View, readonly [regular: typeof Mail20Regular, filled: typeof Mail20Regular]>> =
  {
    mail: [Mail20Regular, Mail20Filled],
    calendar: [CalendarLtr20Regular, CalendarLtr20Filled],
    people: [People20Regular, People20Filled],
  };

const useStyles = makeStyles({
  rail: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    width: '68px',
    flexShrink: 0,
    paddingTop: tokens.spacingVerticalS,
  },
  item: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalS} 0`,
    marginInline: tokens.spacingHorizontalXS,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase100,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  current: { color: tokens.colorBrandForeground1, backgroundColor: tokens.colorNeutralBackground1 },
});

export const Rail = ({ view, onGo }: { view: View; onGo: (view: View) => void }) => {
  const styles = useStyles();
  const t = useTexts();
  return (
    <nav className={styles.rail} aria-label={t.rail}>
      {views.map((each) => {
        const [Regular, Filled] = icons[each];
        const isCurrent = each === view;
        return (
          <button
            key={each}
            type="button"
            className={mergeClasses(styles.item, isCurrent && styles.current)}
            aria-current={isCurrent ? 'page' : undefined}
            onClick={() => {
              onGo(each);
            }}
          >
            {isCurrent ? <Filled aria-hidden /> : <Regular aria-hidden />}
            {t.views[each]}
          </button>
        );
      })}
    </nav>
  );
};
