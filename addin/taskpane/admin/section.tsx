/** One part of the administrator's page: a title, a sentence where it needs one, and what it is about. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useId, type ReactNode } from 'react';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  intro: { color: tokens.colorNeutralForeground2, maxWidth: '68ch' },
});

interface Props {
  readonly title: string;
  readonly intro?: string;
  readonly children: ReactNode;
}

export const Section = ({ title, intro, children }: Props) => {
  const styles = useStyles();
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={styles.section}>
      <h2 id={titleId} className={styles.title}>
        {title}
      </h2>
      {intro !== undefined && <Text className={styles.intro}>{intro}</Text>}
      {children}
    </section>
  );
};
