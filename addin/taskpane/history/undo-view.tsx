/**
 * Taking back: one change, all of its pass, or everything from a moment on. First what would happen; only then it can be
 * asked for, and only exactly that (the worker refuses a plan that is no longer true).
 */
import {
  Button,
  Caption1,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { HistoryView } from '../../../shared/api/history.ts';
import { undoPlan, type UndoPlanView, type UndoScopeBody, type UndoView } from '../../../shared/api/undo.ts';
import { paneHistoryTexts } from '../../../shared/texts/pane/history.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { historyApi } from '../../api/history.ts';
import { useApi, usePane } from '../pane.ts';
import { ListTrouble } from '../parts/list-state.tsx';
import { ActionTrouble } from '../parts/notices.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { useActing, useResource } from '../use-resource.ts';
import { fromLocalInput, toLocalInput } from './days.ts';
import { UndoOutcome } from './undo-outcome.tsx';
import { UndoPlan } from './undo-plan.tsx';
import { fieldWords } from './words.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  muted: { color: tokens.colorNeutralForeground2 },
  when: { maxWidth: '240px' },
});

type Kind = 'entry' | 'pass' | 'since';

export interface UndoStart {
  /** Null: everything from a moment on, which is still to be chosen. */
  readonly entry: HistoryView | null;
}

/** Where nothing was pointed at: the last day. */
const DAY_MS = 86_400_000;

interface Wanted {
  readonly kind: Kind;
  /** As the input has it. */
  readonly since: string;
}

/** Null: no moment is chosen. */
const scopeOf = ({ entry }: UndoStart, { kind, since }: Wanted): UndoScopeBody | null => {
  if (kind === 'entry' && entry !== null) return { entryId: entry.id };
  if (kind === 'pass' && entry?.passId !== null && entry !== null) return { passId: entry.passId };
  const at = fromLocalInput(since);
  return at === null ? null : { since: at };
};

interface Props {
  readonly start: UndoStart;
  readonly onClose: () => void;
}

export const UndoScreen = ({ start, onClose }: Props) => {
  const [asked, setAsked] = useState<UndoView | null>(null);
  if (asked !== null) return <UndoOutcome id={asked.id} first={asked} onBack={onClose} />;
  return <Planning start={start} onClose={onClose} onAsked={setAsked} />;
};

const Planning = ({ start, onClose, onAsked }: Props & { onAsked: (undo: UndoView) => void }) => {
  const styles = useStyles();
  const texts = useSpeech(paneHistoryTexts);
  const [wanted, setWanted] = useState<Wanted>(() => ({
    kind: start.entry === null ? 'since' : 'entry',
    since: toLocalInput(start.entry?.at ?? new Date(Date.now() - DAY_MS).toISOString()),
  }));
  const scope = scopeOf(start, wanted);
  const planning = usePlanning(scope, onAsked);
  const { plan, acting } = planning;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);
  const isRestore = start.entry !== null && start.entry.overruled !== null;
  return (
    <div className={styles.column}>
      <ScreenTitle ref={title} title={isRestore ? texts.plan.restoreTitle : texts.plan.title}>
        {texts.plan.intro}
      </ScreenTitle>
      <What start={start} wanted={wanted} onChange={setWanted} />
      {scope === null && <Text role="alert">{texts.plan.badMoment}</Text>}
      {planning.isStale && (
        <div role="alert">
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{texts.plan.stale}</MessageBarBody>
          </MessageBar>
        </div>
      )}
      <ListTrouble trouble={planning.trouble} hasData={false} onRetry={planning.reload} />
      {plan === null && planning.trouble === null && scope !== null && (
        <Spinner size="small" label={texts.plan.looking} />
      )}
      {plan !== null && <UndoPlan plan={plan} />}
      {plan !== null && plan.items.length > 0 && (
        <Caption1 className={styles.muted}>{texts.plan.goesOn}</Caption1>
      )}
      {acting.trouble !== null && newPlanOf(acting.failure) === null && (
        <div role="alert">
          <ActionTrouble trouble={acting.trouble} />
        </div>
      )}
      <div className={styles.buttons}>
        {plan !== null && plan.items.length > 0 && (
          <Button
            appearance="primary"
            disabledFocusable={acting.busy !== null}
            icon={acting.busy === null ? undefined : <Spinner size="tiny" />}
            onClick={planning.ask}
          >
            {texts.plan.ask(plan.items.length)}
          </Button>
        )}
        <Button disabledFocusable={acting.busy !== null} onClick={onClose}>
          {texts.plan.cancel}
        </Button>
      </div>
    </div>
  );
};

/** The plan as it is now, with a request that was refused because it had become another. */
const newPlanOf = (failure: ApiFailure | null): UndoPlanView | null => {
  if (failure?.code !== 'planStale') return null;
  const read = undoPlan.safeParse(failure.detail.current);
  return read.success ? read.data : null;
};

const usePlanning = (scope: UndoScopeBody | null, onAsked: (undo: UndoView) => void) => {
  const api = useApi(historyApi);
  const { refresh } = usePane();
  const key = scope === null ? null : `undo/plan/${JSON.stringify(scope)}`;
  const { data, trouble, reload, set } = useResource(key, () => api.planUndo(scope!));
  const acting = useActing();
  const { failure, clear } = acting;
  const [staleFor, setStaleFor] = useState<string | null>(null);
  useEffect(() => {
    const plan = newPlanOf(failure);
    if (plan === null) return;
    set(plan);
    setStaleFor(key);
  }, [failure, key, set]);
  // Of another choice: what was said of the one before is said no more.
  useEffect(clear, [key, clear]);
  return {
    plan: data,
    trouble,
    reload,
    acting,
    isStale: staleFor !== null && staleFor === key,
    ask: () => {
      if (scope === null || data === null) return;
      void acting
        .run('ask', () => api.askUndo(scope, data.planKey))
        .then((asked) => {
          if (asked === null) return;
          onAsked(asked);
          void refresh();
        });
    },
  };
};

interface WhatProps {
  readonly start: UndoStart;
  readonly wanted: Wanted;
  readonly onChange: (wanted: Wanted) => void;
}

const What = ({ start: { entry }, wanted, onChange }: WhatProps) => {
  const styles = useStyles();
  const texts = useSpeech(paneHistoryTexts);
  const language = useLanguage();
  const { plan } = texts;
  return (
    <>
      {entry !== null && (
        <Field label={plan.what}>
          <RadioGroup
            value={wanted.kind}
            onChange={(_event, { value }) => {
              onChange({ ...wanted, kind: value as Kind });
            }}
          >
            <Radio
              value="entry"
              label={`${plan.entry}: ${fieldWords(entry, texts, language).toLocaleLowerCase()}`}
            />
            {entry.passId !== null && <Radio value="pass" label={plan.pass} />}
            <Radio value="since" label={plan.since} />
          </RadioGroup>
        </Field>
      )}
      {entry === null && <Text>{plan.since}</Text>}
      {wanted.kind === 'since' && (
        <Field label={plan.sinceWhen} className={styles.when}>
          <Input
            type="datetime-local"
            value={wanted.since}
            onChange={(_event, { value }) => {
              onChange({ ...wanted, since: value });
            }}
          />
        </Field>
      )}
    </>
  );
};
