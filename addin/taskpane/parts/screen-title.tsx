/** The one h1 of a screen with a sentence below it; it takes the focus when what had it is gone. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode, Ref } from 'react';

const useStyles = makeStyles({
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    outlineStyle: 'none',
  },
  text: { display: 'block', marginTop: tokens.spacingVerticalXS, color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly title: string;
  readonly ref?: Ref<HTMLHeadingElement>;
  readonly children?: ReactNode;
}

export const ScreenTitle = ({ title, ref, children }: Props) => {
  const styles = useStyles();
  return (
    <div>
      <h1 ref={ref} tabIndex={-1} className={styles.title}>
        {title}
      </h1>
      {children !== undefined && <Text className={styles.text}>{children}</Text>}
    </div>
  );
};
