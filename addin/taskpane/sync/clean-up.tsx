/**
 * R8: contacts that are no longer updated. The chosen ones go to Deleted Items with the next pass; until then each can be kept
 * after all. Nothing else in the pane removes a contact.
 */
import {
  Button,
  Checkbox,
  Field,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Select,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { PausedCardView } from '../../../shared/api/paused-cards.ts';
import { syncTexts } from '../../../shared/texts/pane/sync.ts';
import { mailboxApi } from '../../api/mailbox.ts';
import { useApi, usePane } from '../pane.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { ReadTrouble, sentenceFor } from '../parts/notices.tsx';
import { useSpeech, useTexts } from '../texts.tsx';
import { useActing, useResource } from '../use-resource.ts';
import { Part } from './part.tsx';
import { PausedCard } from './paused-card.tsx';
import { useAnew } from './use-anew.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export const CleanUp = () => {
  const styles = useStyles();
  const { mailbox } = usePane();
  const { loading } = useTexts();
  const { cleanUp: texts } = useSpeech(syncTexts);
  const api = useApi(mailboxApi);
  const { data, trouble, reload, set } = useResource('paused', () => api.pausedCards());
  // A pass has carried it out, or paused others.
  const round = `${mailbox.lastPass?.id ?? ''} ${String(mailbox.counts.paused)}`;
  useAnew(reload, round);
  return (
    <Part title={texts.title} text={texts.text}>
      {trouble !== null && <ReadTrouble trouble={trouble} onRetry={reload} />}
      {data === null && trouble === null && (
        <Skeleton aria-label={loading} className={styles.column}>
          <SkeletonItem size={32} />
          <SkeletonItem size={32} />
        </Skeleton>
      )}
      {data !== null && data.items.length === 0 && <Text>{texts.empty}</Text>}
      {data !== null && data.items.length > 0 && (
        <Choosing
          items={data.items}
          set={(items) => {
            set({ items: [...items] });
          }}
          reload={reload}
        />
      )}
    </Part>
  );
};

interface ChoosingProps {
  readonly items: readonly PausedCardView[];
  readonly set: (items: readonly PausedCardView[]) => void;
  readonly reload: () => void;
}

const Choosing = ({ items, set, reload }: ChoosingProps) => {
  const styles = useStyles();
  const { mailbox, announce, refresh } = usePane();
  const { cleanUp: texts } = useSpeech(syncTexts);
  const api = useApi(mailboxApi);
  const { busy, trouble, run } = useActing();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [because, setBecause] = useState('');
  const [isLate, setLate] = useState(false);
  const shown = items.filter((item) => because === '' || item.because === because);
  const open = shown.filter(({ asked }) => !asked);
  // Only what is on screen is cleaned up: what was ticked and is hidden now does not go along.
  const going = open.filter(({ personId }) => chosen.has(personId));
  const isActive = mailbox.state === 'active';

  const tick = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids)
      if (on) next.add(id);
      else next.delete(id);
    setChosen(next);
  };
  const ask = async () => {
    const left = await run('ask', () => api.cleanUp(going.map(({ personId }) => personId)));
    if (left === null) {
      reload();
      return;
    }
    setChosen(new Set());
    setLate(false);
    set(left);
    announce(texts.askedSaid(going.length));
    void refresh();
  };
  const withdraw = async (personId: string | null) => {
    const answer = await run(personId ?? 'all', () => api.withdraw(personId));
    if (answer === null) {
      reload();
      return;
    }
    set(answer.items);
    setLate(answer.late);
    announce(texts.withdrawnSaid(answer.withdrawn.length));
  };
  return (
    <div className={styles.column}>
      <Filter items={items} because={because} onChange={setBecause} />
      <Trouble trouble={trouble} />
      {isLate && <Note text={texts.late} />}
      {!isActive && <Note text={texts.notActive} />}
      <ul className={styles.list}>
        {open.length > 1 && (
          <li>
            <Checkbox
              label={texts.all(open.length)}
              checked={going.length === open.length ? true : going.length === 0 ? false : 'mixed'}
              onChange={(_, { checked }) => {
                tick(
                  open.map(({ personId }) => personId),
                  checked === true,
                );
              }}
            />
          </li>
        )}
        {shown.map((item) => (
          <PausedCard
            key={item.personId}
            item={item}
            isChosen={chosen.has(item.personId)}
            busy={busy !== null}
            onChoose={(on) => {
              tick([item.personId], on);
            }}
            onWithdraw={() => void withdraw(item.personId)}
          />
        ))}
      </ul>
      <Warning going={going} />
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={busy !== null || going.length === 0 || !isActive}
          icon={busy === 'ask' ? <BusyRing /> : undefined}
          onClick={() => void ask()}
        >
          {busy === 'ask' ? texts.acting : texts.action(going.length)}
        </Button>
        {items.filter(({ asked }) => asked).length > 1 && (
          <Button disabledFocusable={busy !== null} onClick={() => void withdraw(null)}>
            {texts.withdrawAll}
          </Button>
        )}
        {going.length === 0 && isActive && open.length > 0 && (
          <Text className={styles.quiet}>{texts.chooseFirst}</Text>
        )}
      </div>
    </div>
  );
};

const Note = ({ text }: { text: string }) => (
  <MessageBar intent="info" layout="multiline">
    <MessageBarBody>{text}</MessageBarBody>
  </MessageBar>
);

const Trouble = ({ trouble }: { trouble: ReturnType<typeof useActing>['trouble'] }) => {
  const shell = useTexts();
  if (trouble === null) return null;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody role="alert">{sentenceFor(trouble, shell)}</MessageBarBody>
    </MessageBar>
  );
};

const Filter = ({
  items,
  because,
  onChange,
}: {
  items: readonly PausedCardView[];
  because: string;
  onChange: (because: string) => void;
}) => {
  const { cleanUp: texts } = useSpeech(syncTexts);
  const reasons = new Map(items.map((item) => [item.because as string, item.message]));
  if (reasons.size < 2 && because === '') return null;
  return (
    <Field label={texts.reason}>
      <Select
        value={because}
        onChange={(_, { value }) => {
          onChange(value);
        }}
      >
        <option value="">{texts.everyReason}</option>
        {[...reasons].map(([code, message]) => (
          <option key={code} value={code}>
            {message}
          </option>
        ))}
      </Select>
    </Field>
  );
};

/** What was changed on a chosen contact and is not in the CRM goes along, and is kept in the history. */
const Warning = ({ going }: { going: readonly PausedCardView[] }) => {
  const { cleanUp: texts } = useSpeech(syncTexts);
  const count = going.filter(({ undecided }) => undecided.length > 0).length;
  if (count === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{texts.undecidedWarning(count)}</MessageBarBody>
    </MessageBar>
  );
};
