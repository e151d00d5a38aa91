/** Top of every screen: a sign that is not colour alone, what the matter is, and one sentence about it. */
import { makeStyles, mergeClasses, Text, Title3, tokens } from '@fluentui/react-components';
import { ArrowClockwise24Regular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { CheckmarkCircle24Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { ContactCardLinkRegular } from '@fluentui/react-icons/svg/contact-card-link';
import { PauseCircle24Filled } from '@fluentui/react-icons/svg/pause-circle';
import { Person24Regular } from '@fluentui/react-icons/svg/person';
import { Warning24Filled } from '@fluentui/react-icons/svg/warning';
import type { ReactElement } from 'react';
import { BusyRing } from './busy-ring.tsx';

export type Tone = 'good' | 'busy' | 'paused' | 'warning' | 'person' | 'link' | 'later';

const signs: Record<Exclude<Tone, 'busy'>, ReactElement> = {
  good: <CheckmarkCircle24Filled />,
  paused: <PauseCircle24Filled />,
  warning: <Warning24Filled />,
  person: <Person24Regular />,
  link: <ContactCardLinkRegular fontSize={24} />,
  later: <ArrowClockwise24Regular />,
};

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalS,
    alignItems: 'center',
  },
  sign: {
    display: 'grid',
    placeItems: 'center',
    width: '40px',
    height: '40px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
  good: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    color: tokens.colorStatusSuccessForeground1,
  },
  warning: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground1,
  },
  brand: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorBrandForeground2 },
  title: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
  text: { gridColumn: '1 / -1', color: tokens.colorNeutralForeground2 },
});

export const Heading = ({ tone, title, text }: { tone: Tone; title: string; text: string }) => {
  const styles = useStyles();
  const colour = { good: styles.good, warning: styles.warning, paused: undefined, later: undefined }[
    tone as string
  ];
  const brand = tone === 'busy' || tone === 'person' || tone === 'link' ? styles.brand : undefined;
  return (
    <div className={styles.root}>
      <div className={mergeClasses(styles.sign, colour, brand)} aria-hidden>
        {tone === 'busy' ? <BusyRing /> : signs[tone]}
      </div>
      <Title3 as="h1" className={styles.title}>
        {title}
      </Title3>
      <Text className={styles.text}>{text}</Text>
    </div>
  );
};
