/** A word that tells how something stands; as tall as its text, which may be of two lines on a narrow page. */
import { Badge, makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({ label: { height: 'auto', minHeight: '20px', textAlign: 'start' } });

interface Props {
  readonly color: 'success' | 'informative' | 'warning';
  readonly children: ReactNode;
}

export const Label = ({ color, children }: Props) => {
  const styles = useStyles();
  return (
    <Badge appearance="tint" shape="rounded" color={color} className={styles.label}>
      {children}
    </Badge>
  );
};
