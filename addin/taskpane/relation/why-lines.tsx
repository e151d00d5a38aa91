/** "Why (not)?": the rules in their order, each in the worker's own sentence, and what follows from them. */
import { Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Regular } from '@fluentui/react-icons/svg/checkmark-circle';
import { Clock16Regular } from '@fluentui/react-icons/svg/clock';
import { DismissCircle16Regular } from '@fluentui/react-icons/svg/dismiss-circle';
import { Info16Regular } from '@fluentui/react-icons/svg/info';
import type { ReactElement } from 'react';
import type { WhyView } from '../../../shared/api/why.ts';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { whyApi } from '../../api/why.ts';
import { ReadTrouble } from '../parts/notices.tsx';
import { useApi, usePane } from '../pane.ts';
import { useSpeech, useTexts } from '../texts.tsx';
import { useResource } from '../use-resource.ts';

type Line = WhyView['lines'][number];

const signs: Record<Line['weight'], ReactElement> = {
  for: <CheckmarkCircle16Regular />,
  against: <DismissCircle16Regular />,
  waits: <Clock16Regular />,
  note: <Info16Regular />,
};

const useStyles = makeStyles({
  lines: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    margin: `${tokens.spacingVerticalS} 0`,
    padding: 0,
    listStyleType: 'none',
  },
  line: { display: 'flex', gap: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground2 },
  sign: { display: 'flex', flexShrink: 0, marginTop: '2px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
  so: { margin: 0, fontWeight: tokens.fontWeightSemibold },
});

interface Props {
  readonly personId: string;
  readonly mark: string;
}

const WhyLines = ({ personId, mark }: Props) => {
  const styles = useStyles();
  const { loading } = useTexts();
  const api = useApi(whyApi);
  const { data, trouble, reload } = useResource(`${personId} ${mark}`, () => api.why(personId));
  if (data === null)
    return trouble === null ? <p>{loading}</p> : <ReadTrouble trouble={trouble} onRetry={reload} />;
  return (
    <>
      <ul className={styles.lines}>
        {data.lines.map((line) => (
          <li key={`${line.code} ${line.heldId ?? ''}`} className={styles.line}>
            <span
              aria-hidden
              className={mergeClasses(
                styles.sign,
                line.weight === 'for' && styles.good,
                line.weight === 'waits' && styles.warning,
              )}
            >
              {signs[line.weight]}
            </span>
            <span>
              {line.message} <ToHeld heldId={line.heldId} />
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.so}>{data.conclusion.message}</p>
    </>
  );
};
export default WhyLines;

const ToHeld = ({ heldId }: { heldId: string | null }) => {
  const texts = useSpeech(relationTexts);
  const { go } = usePane();
  if (heldId === null) return null;
  return (
    <Link
      as="button"
      inline
      onClick={() => {
        go({ screen: 'held', heldId });
      }}
    >
      {texts.decide}
    </Link>
  );
};
