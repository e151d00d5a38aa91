/** The four screens; what waits for a decision is counted at its own. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { Place, ScreenName } from './pane.ts';
import { useTexts } from './texts.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  button: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minHeight: '36px',
    padding: `0 ${tokens.spacingHorizontalXS}`,
    border: 'none',
    borderBottom: `${tokens.strokeWidthThicker} solid transparent`,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      borderRadius: tokens.borderRadiusMedium,
    },
    '@media (max-width: 359px)': { fontSize: tokens.fontSizeBase200 },
    // Forced colours make what is transparent visible: every one would look like the current one.
    '@media (forced-colors: active)': { borderBottomColor: 'Canvas' },
  },
  // Of our own: the badge of Fluent UI costs 3 kB before anything is shown.
  count: {
    minWidth: '10px',
    padding: '0 3px',
    border: `${tokens.strokeWidthThin} solid transparent`,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorPaletteRedBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    fontSize: tokens.fontSizeBase100,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: '14px',
    textAlign: 'center',
    // Painted, not written: the button's own name says it in words.
    '::before': { content: 'attr(data-count)' },
  },
  current: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    borderBottomColor: tokens.colorCompoundBrandStroke,
    '@media (forced-colors: active)': { borderBottomColor: 'Highlight' },
  },
});

const screens: readonly ScreenName[] = ['relation', 'held', 'history', 'sync'];

interface Props {
  readonly place: Place;
  readonly held: number;
  readonly go: (place: Place) => void;
}

export const Navigation = ({ place, held, go }: Props) => {
  const styles = useStyles();
  const { nav } = useTexts();
  return (
    <nav aria-label={nav.label}>
      <ul className={styles.list}>
        {screens.map((screen) => (
          <li key={screen}>
            <button
              type="button"
              className={mergeClasses(styles.button, place.screen === screen && styles.current)}
              aria-current={place.screen === screen ? 'page' : undefined}
              aria-label={screen === 'held' && held > 0 ? nav.heldCount(held) : undefined}
              onClick={() => {
                go({ screen });
              }}
            >
              {nav[screen]}
              {screen === 'held' && held > 0 && (
                <span className={styles.count} data-count={held > 99 ? '99+' : held} aria-hidden />
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
};
