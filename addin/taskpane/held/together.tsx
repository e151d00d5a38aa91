/** Several decided at once: those that wait for one reason, as far as they are ticked, with one choice that fits them all. */
import {
  Button,
  Caption1,
  Checkbox,
  Field,
  makeStyles,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import {
  MAX_TOGETHER,
  type DecisionsResult,
  type HeldChoice,
  type HeldView,
} from '../../../shared/api/held.ts';
import { heldApi } from '../../api/held.ts';
import { ActionTrouble } from '../parts/notices.tsx';
import { cut } from '../parts/values.tsx';
import { useApi } from '../pane.ts';
import { useActing } from '../use-resource.ts';
import { Choices, type Offered } from './choices.tsx';
import { choiceWords, type Speech } from './words.ts';

const LONGEST_LISTED = 220;

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    outlineStyle: 'none',
  },
  list: { margin: 0, padding: 0, listStyleType: 'none', overflowWrap: 'anywhere' },
  row: { borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}` },
  name: { fontWeight: tokens.fontWeightSemibold },
  sentence: { color: tokens.colorNeutralForeground2 },
  cancel: { alignSelf: 'start' },
});

type Reason = HeldView['reason'];

/** Reasons for which there is something to decide together, the most frequent first. */
export const reasonsTogether = (open: readonly HeldView[]): { reason: Reason; items: HeldView[] }[] => {
  const groups = new Map<Reason, HeldView[]>();
  for (const held of open) groups.set(held.reason, [...(groups.get(held.reason) ?? []), held]);
  return [...groups]
    .map(([reason, items]) => ({ reason, items }))
    .filter(({ items }) => items.length > 1)
    .sort((a, b) => b.items.length - a.items.length);
};

/** What can be chosen for every one of them, in the order in which it is offered: the safest first. */
const choicesFor = (items: readonly HeldView[], speech: Speech): Offered[] => {
  const [first, ...others] = items;
  if (first === undefined) return [];
  const { texts } = speech;
  return first.choices.flatMap(({ choice, label }): Offered[] => {
    if (choice === 'fields') return [];
    if (!others.every((held) => held.choices.some((each) => each.choice === choice))) return [];
    const isEnd = first.reason === 'mergedAway' && choice === 'leave';
    return [
      { choice, label, effect: isEnd ? texts.mergedAwayLeave : texts.effects[choice](first.sourceName) },
    ];
  });
};

export type Together = DecisionsResult['items'];

interface Props {
  readonly open: readonly HeldView[];
  readonly speech: Speech;
  readonly onDone: (answers: Together, choice: string) => void;
  readonly onCancel: () => void;
}

export const DecideTogether = ({ open, speech, onDone, onCancel }: Props) => {
  const styles = useStyles();
  const { texts } = speech;
  const groups = reasonsTogether(open);
  const [wanted, setReason] = useState<Reason | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const { busy, trouble, decide } = useDecideMany(speech, onDone);
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    top.current?.focus();
  }, []);
  const group = groups.find(({ reason }) => reason === wanted) ?? groups[0];
  const items = group?.items ?? [];
  const chosen = items.filter(({ id }) => ticked.has(id));
  const choices = choicesFor(chosen, speech);
  return (
    <div className={styles.column}>
      <h2 ref={top} tabIndex={-1} className={styles.title}>
        {texts.together.title}
      </h2>
      <Text>{texts.together.intro}</Text>
      {group !== undefined && (
        <>
          <Field label={texts.together.which}>
            <Select
              value={group.reason}
              onChange={(_event, { value }) => {
                setReason(value as Reason);
                setTicked(new Set());
              }}
            >
              {groups.map(({ reason, items: of }) => (
                <option key={reason} value={reason}>
                  {texts.together.option(texts.reasons[reason](of[0]?.sourceName ?? ''), of.length)}
                </option>
              ))}
            </Select>
          </Field>
          <Ticks items={items} ticked={ticked} onTick={setTicked} speech={speech} />
        </>
      )}
      <Caption1 role="status">
        {chosen.length === 0 ? texts.together.none : texts.together.chosen(chosen.length)}
      </Caption1>
      {chosen.length > 0 && choices.length === 0 && <Text>{texts.together.noChoice}</Text>}
      <Choices
        choices={choices}
        busy={busy}
        onChoose={(choice) => {
          if (choice !== 'fields') decide(chosen, choice);
        }}
      />
      {trouble !== null && (
        <div role="alert">
          <ActionTrouble trouble={trouble} />
        </div>
      )}
      <Button className={styles.cancel} disabledFocusable={busy !== null} onClick={onCancel}>
        {texts.together.cancel}
      </Button>
    </div>
  );
};

const useDecideMany = (speech: Speech, onDone: Props['onDone']) => {
  const api = useApi(heldApi);
  const { busy, trouble, run } = useActing();
  const decide = (items: readonly HeldView[], choice: Exclude<HeldChoice, 'fields'>) => {
    const answers: Together = [];
    const ids = items.map(({ id }) => id);
    const all = async () => {
      for (let from = 0; from < ids.length; from += MAX_TOGETHER)
        answers.push(...(await api.decideMany(ids.slice(from, from + MAX_TOGETHER), choice)).items);
    };
    void run(choice, all).then(() => {
      // Also where it broke off half-way: what was decided is decided.
      if (answers.length > 0) onDone(answers, choiceWords(choice, items[0]?.sourceName ?? '', speech));
    });
  };
  return { busy, trouble, decide };
};

interface TicksProps {
  readonly items: readonly HeldView[];
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (ticked: ReadonlySet<string>) => void;
  readonly speech: Speech;
}

const Ticks = ({ items, ticked, onTick, speech: { texts } }: TicksProps) => {
  const styles = useStyles();
  const count = items.filter(({ id }) => ticked.has(id)).length;
  return (
    <div>
      <Checkbox
        label={texts.together.all(items.length)}
        checked={count === items.length ? true : count === 0 ? false : 'mixed'}
        onChange={(_event, { checked }) => {
          onTick(new Set(checked === true ? items.map(({ id }) => id) : []));
        }}
      />
      <ul className={styles.list}>
        {items.map((held) => (
          <li key={held.id} className={styles.row}>
            <Checkbox
              checked={ticked.has(held.id)}
              onChange={() => {
                const after = new Set(ticked);
                if (!after.delete(held.id)) after.add(held.id);
                onTick(after);
              }}
              label={
                <>
                  <Text block className={styles.name}>
                    {held.personName ?? texts.personGone}
                  </Text>
                  <Caption1 className={styles.sentence}>{cut(held.sentence, LONGEST_LISTED)}</Caption1>
                </>
              }
            />
          </li>
        ))}
      </ul>
    </div>
  );
};
