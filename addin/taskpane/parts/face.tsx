/** A person's initials in a circle, in the place of a picture. Says nothing by itself: the name stands beside it. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { colourOf, initialsOf } from '../relation/plain.ts';

const useStyles = makeStyles({
  face: {
    display: 'grid',
    placeItems: 'center',
    flexShrink: 0,
    boxSizing: 'border-box',
    width: '28px',
    height: '28px',
    // Seen in a contrast theme, where backgrounds are not.
    border: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusCircular,
    overflow: 'hidden',
    fontSize: tokens.fontSizeBase100,
    fontWeight: tokens.fontWeightSemibold,
  },
  large: { width: '48px', height: '48px', fontSize: tokens.fontSizeBase400 },
  unknown: {
    border: `${tokens.strokeWidthThin} dashed ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground3,
  },
  c0: {
    backgroundColor: tokens.colorPaletteNavyBackground2,
    color: tokens.colorPaletteNavyForeground2,
  },
  c1: {
    backgroundColor: tokens.colorPaletteForestBackground2,
    color: tokens.colorPaletteForestForeground2,
  },
  c2: {
    backgroundColor: tokens.colorPalettePlumBackground2,
    color: tokens.colorPalettePlumForeground2,
  },
  c3: {
    backgroundColor: tokens.colorPalettePumpkinBackground2,
    color: tokens.colorPalettePumpkinForeground2,
  },
  c4: {
    backgroundColor: tokens.colorPaletteTealBackground2,
    color: tokens.colorPaletteTealForeground2,
  },
});

interface Props {
  readonly name: string;
  readonly large?: boolean;
  /** Nobody whom the office knows. */
  readonly unknown?: boolean;
}

export const Face = ({ name, large = false, unknown = false }: Props) => {
  const styles = useStyles();
  const colours = [styles.c0, styles.c1, styles.c2, styles.c3, styles.c4];
  return (
    <span
      aria-hidden
      className={mergeClasses(
        styles.face,
        large && styles.large,
        unknown ? styles.unknown : colours[colourOf(name, colours.length)],
      )}
    >
      {unknown ? '?' : initialsOf(name)}
    </span>
  );
};
