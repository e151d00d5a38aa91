/** Before the link: what will happen and what never happens; after a link that was ended, that everything is still there. */
import { Button, Caption1, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { Checkmark16Filled } from '@fluentui/react-icons/svg/checkmark';
import { ShieldCheckmark16Filled } from '@fluentui/react-icons/svg/shield-checkmark';
import type { ReactElement } from 'react';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import { activationTexts } from '../../../shared/texts/pane/activation.ts';
import { formatCount } from '../format.ts';
import { Heading } from '../parts/heading.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import type { Activation } from '../use-activation.ts';
import { Ended } from './consent.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  promise: {
    padding: tokens.spacingVerticalM,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  points: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalSNudge,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  point: { display: 'grid', gridTemplateColumns: '16px 1fr', gap: tokens.spacingHorizontalS },
  sign: { marginTop: '2px', color: tokens.colorBrandForeground1 },
  safe: { marginTop: '2px', color: tokens.colorStatusSuccessForeground1 },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  heading: { margin: 0 },
  start: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  quiet: { color: tokens.colorNeutralForeground3, alignSelf: 'center' },
});

interface Props {
  /** One that was ended; null: never linked. */
  readonly before: MailboxView | null;
  readonly activation: Activation;
  readonly onBegin: () => void;
}

export const Explanation = ({ before, activation, onBegin }: Props) => {
  const styles = useStyles();
  const texts = useSpeech(activationTexts);
  return (
    <div className={styles.column}>
      {before === null ? (
        <Heading tone="link" title={texts.title} text={texts.intro} />
      ) : (
        <Heading tone="link" title={texts.before.title} text={texts.before.text} />
      )}
      <Ended activation={activation} />
      {before === null ? <WhatHappens /> : <WhatStayed mailbox={before} />}
      <div className={styles.start}>
        <Button appearance="primary" size="large" onClick={onBegin}>
          {before === null ? texts.action : texts.before.action}
        </Button>
        <Caption1 className={styles.quiet}>{texts.stop}</Caption1>
      </div>
    </div>
  );
};

const WhatHappens = () => {
  const styles = useStyles();
  const texts = useSpeech(activationTexts);
  return (
    <>
      <Points
        title={texts.willTitle}
        points={texts.will}
        sign={<Checkmark16Filled className={styles.sign} />}
      />
      <div className={styles.promise}>
        <Points
          title={texts.neverTitle}
          points={texts.never}
          sign={<ShieldCheckmark16Filled className={styles.safe} />}
        />
      </div>
    </>
  );
};

const WhatStayed = ({ mailbox: { counts } }: { mailbox: MailboxView }) => {
  const styles = useStyles();
  const { before } = useSpeech(activationTexts);
  const language = useLanguage();
  const points = [
    ...(counts.active > 0 ? [before.cards(counts.active, formatCount(counts.active, language))] : []),
    ...(counts.held > 0 ? [before.held(counts.held)] : []),
    before.kept,
  ];
  return (
    <div className={styles.promise}>
      <Points points={points} sign={<ShieldCheckmark16Filled className={styles.safe} />} />
    </div>
  );
};

interface PointsProps {
  readonly title?: string;
  readonly points: readonly string[];
  readonly sign: ReactElement;
}

export const Points = ({ title, points, sign }: PointsProps) => {
  const styles = useStyles();
  return (
    <section className={styles.section}>
      {title !== undefined && (
        <Subtitle2 as="h2" className={styles.heading}>
          {title}
        </Subtitle2>
      )}
      <ul className={styles.points}>
        {points.map((point) => (
          <li key={point} className={styles.point}>
            <span aria-hidden>{sign}</span>
            <Text>{point}</Text>
          </li>
        ))}
      </ul>
    </section>
  );
};
