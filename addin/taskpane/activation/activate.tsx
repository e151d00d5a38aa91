/** Before the link: what will happen and what never happens, then consent in another window. */
import {
  Button,
  Caption1,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Spinner,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { Checkmark16Filled } from '@fluentui/react-icons/svg/checkmark';
import { ShieldCheckmark16Filled } from '@fluentui/react-icons/svg/shield-checkmark';
import type { ReactElement } from 'react';
import { Heading } from '../parts/heading.tsx';
import { sentenceFor } from '../parts/notices.tsx';
import { useTexts } from '../texts.tsx';
import type { Activation, ActivationControl } from '../use-activation.ts';

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
    marginTop: tokens.spacingVerticalS,
    padding: 0,
    listStyleType: 'none',
  },
  point: { display: 'grid', gridTemplateColumns: '16px 1fr', gap: tokens.spacingHorizontalS },
  sign: { marginTop: '2px', color: tokens.colorBrandForeground1 },
  safe: { marginTop: '2px', color: tokens.colorStatusSuccessForeground1 },
  heading: { margin: 0 },
  start: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  quiet: { color: tokens.colorNeutralForeground3, alignSelf: 'center' },
  wait: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export const Activate = ({ control }: { control: ActivationControl }) => {
  const styles = useStyles();
  const { activate } = useTexts();
  const { activation, start } = control;
  const opening = activation.step === 'opening';
  if (activation.step === 'waiting' || activation.step === 'link') return <Consent control={control} />;
  return (
    <div className={styles.column}>
      <Heading tone="link" title={activate.title} text={activate.intro} />
      <Ended activation={activation} />
      <Points
        title={activate.willTitle}
        points={activate.will}
        sign={<Checkmark16Filled className={styles.sign} />}
      />
      <div className={styles.promise}>
        <Points
          title={activate.neverTitle}
          points={activate.never}
          sign={<ShieldCheckmark16Filled className={styles.safe} />}
        />
      </div>
      <div className={styles.start}>
        <Button
          appearance="primary"
          size="large"
          disabledFocusable={opening}
          icon={opening ? <Spinner size="tiny" /> : undefined}
          onClick={start}
        >
          {opening ? activate.opening : activate.action}
        </Button>
        <Caption1 className={styles.quiet}>{activate.stop}</Caption1>
      </div>
    </div>
  );
};

/** While consent is given in the other window; also for signing in again. */
export const Consent = ({ control: { activation, start, cancel } }: { control: ActivationControl }) => {
  const styles = useStyles();
  const { activate } = useTexts();
  return (
    <div className={styles.wait} role="status">
      <Heading tone="busy" title={activate.waitingTitle} text={activate.waiting} />
      {activation.step === 'link' && (
        <>
          <Text>{activate.noWindow}</Text>
          <Button as="a" appearance="primary" href={activation.url} target="_blank" rel="noreferrer">
            {activate.openWindow}
          </Button>
        </>
      )}
      <div className={styles.buttons}>
        <Button onClick={start}>{activate.again}</Button>
        <Button appearance="subtle" onClick={cancel}>
          {activate.cancel}
        </Button>
      </div>
    </div>
  );
};

/** Why the last try ended without a link. */
export const Ended = ({ activation }: { activation: Activation }) => {
  const texts = useTexts();
  if (activation.step !== 'idle' || activation.ended === null) return null;
  const { ended } = activation;
  return (
    <MessageBar intent={typeof ended === 'string' ? 'info' : 'error'} layout="multiline">
      <MessageBarBody>
        {typeof ended === 'string' ? texts.activate[ended] : sentenceFor(ended, texts)}
      </MessageBarBody>
    </MessageBar>
  );
};

const Points = ({
  title,
  points,
  sign,
}: {
  title: string;
  points: readonly string[];
  sign: ReactElement;
}) => {
  const styles = useStyles();
  return (
    <section>
      <Subtitle2 as="h2" className={styles.heading}>
        {title}
      </Subtitle2>
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
