/** One contact that is no longer updated: to be chosen, or kept after all where its clean-up was asked for. */
import { Button, Caption1, Checkbox, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { PausedCardView } from '../../../shared/api/paused-cards.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import { syncTexts } from '../../../shared/texts/pane/sync.ts';
import { useId } from 'react';
import { usePane } from '../pane.ts';
import { cut } from '../parts/values.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';

const LONGEST_NAME = 120;

const useStyles = makeStyles({
  item: {
    display: 'flex',
    flexDirection: 'column',
    paddingBottom: tokens.spacingVerticalXS,
    overflowWrap: 'anywhere',
  },
  below: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'start',
    paddingInlineStart: '36px',
    marginTop: '-4px',
    color: tokens.colorNeutralForeground3,
  },
  asked: {
    display: 'grid',
    gridTemplateColumns: '1fr auto',
    gap: tokens.spacingHorizontalS,
    alignItems: 'center',
    padding: `${tokens.spacingVerticalXS} 0`,
    paddingInlineStart: '36px',
  },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface Props {
  readonly item: PausedCardView;
  readonly isChosen: boolean;
  readonly busy: boolean;
  readonly onChoose: (on: boolean) => void;
  readonly onWithdraw: () => void;
}

export const PausedCard = ({ item, isChosen, busy, onChoose, onWithdraw }: Props) => {
  const styles = useStyles();
  const { cleanUp: texts } = useSpeech(syncTexts);
  const id = useId();
  const name = cut(item.personName ?? texts.unnamed, LONGEST_NAME);
  if (item.asked)
    return (
      <li className={styles.asked}>
        <span className={styles.words}>
          <Text>{name}</Text>
          <Caption1 className={styles.quiet}>{texts.asked}</Caption1>
        </span>
        <Button
          size="small"
          aria-label={texts.withdrawName(name)}
          disabledFocusable={busy}
          onClick={onWithdraw}
        >
          {texts.withdraw}
        </Button>
      </li>
    );
  return (
    <li className={styles.item}>
      <Checkbox
        label={name}
        aria-describedby={id}
        checked={isChosen}
        onChange={(_, { checked }) => {
          onChoose(checked === true);
        }}
      />
      <div id={id} className={styles.below}>
        <Caption1>{item.message}</Caption1>
        <Undecided item={item} />
      </div>
    </li>
  );
};

const Undecided = ({ item: { undecided } }: { item: PausedCardView }) => {
  const { cleanUp: texts } = useSpeech(syncTexts);
  const { go } = usePane();
  const language = useLanguage();
  const [first] = undecided;
  if (first === undefined) return null;
  const fields = [...new Set(undecided.flatMap((held) => held.fields))];
  return (
    <>
      <Caption1>{texts.undecided(fields.map((field) => fieldTexts[language][field]).join(', '))}</Caption1>
      <Link
        as="button"
        onClick={() => {
          go({ screen: 'held', heldId: first.heldId });
        }}
      >
        <Caption1>{texts.decideFirst}</Caption1>
      </Link>
    </>
  );
};
