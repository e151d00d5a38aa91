/** The two or three views of one screen, as buttons side by side of which one is pressed. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXXS,
    padding: tokens.spacingHorizontalXXS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  button: {
    flexGrow: 1,
    minHeight: '28px',
    padding: `0 ${tokens.spacingHorizontalS}`,
    border: `${tokens.strokeWidthThin} solid transparent`,
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    cursor: 'pointer',
    // Three of them side by side in the narrowest pane.
    '@media (max-width: 359px)': {
      padding: `0 ${tokens.spacingHorizontalXS}`,
      fontSize: tokens.fontSizeBase200,
    },
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  pressed: {
    borderTopColor: tokens.colorNeutralStroke1,
    borderRightColor: tokens.colorNeutralStroke1,
    borderBottomColor: tokens.colorNeutralStroke1,
    borderLeftColor: tokens.colorNeutralStroke1,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    '@media (forced-colors: active)': { outline: `${tokens.strokeWidthThick} solid Highlight` },
  },
});

interface Props<View extends string> {
  readonly label: string;
  readonly views: readonly { readonly view: View; readonly label: string }[];
  readonly current: View;
  readonly onChange: (view: View) => void;
}

export const ViewSwitch = <View extends string>({ label, views, current, onChange }: Props<View>) => {
  const styles = useStyles();
  return (
    <div role="group" aria-label={label} className={styles.row}>
      {views.map(({ view, label: text }) => (
        <button
          key={view}
          type="button"
          aria-pressed={view === current}
          className={mergeClasses(styles.button, view === current && styles.pressed)}
          onClick={() => {
            onChange(view);
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
};
