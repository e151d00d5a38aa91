/** A row of a list that leads somewhere: its title, what goes with it, and a sign that it does. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right';
import type { ReactNode } from 'react';

export const useRowListStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    '& li + li': { borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}` },
  },
});

const useStyles = makeStyles({
  button: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    width: '100%',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: 'start',
    overflowWrap: 'anywhere',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground6 },
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
    },
  },
  title: { fontWeight: tokens.fontWeightSemibold },
  about: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalS,
    gridColumn: '1',
  },
  sign: { gridColumn: '2', gridRow: '1 / span 2', color: tokens.colorNeutralForeground3 },
});

interface Props {
  readonly title: string;
  readonly onClick: () => void;
  readonly children?: ReactNode;
}

export const RowButton = ({ title, onClick, children }: Props) => {
  const styles = useStyles();
  return (
    <button type="button" className={styles.button} onClick={onClick}>
      <span className={styles.title}>{title}</span>
      <span className={styles.about}>{children}</span>
      <ChevronRight20Regular className={styles.sign} aria-hidden />
    </button>
  );
};
