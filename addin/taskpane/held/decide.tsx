/** What stands in an opened held change: both sides, the choices, and choosing per field. One click decides. */
import { Button, Caption1, Link, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { DecisionBody, HeldChoice, HeldView } from '../../../shared/api/held.ts';
import { paneHeldTexts } from '../../../shared/texts/pane/held.ts';
import { heldApi } from '../../api/held.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { ActionTrouble } from '../parts/notices.tsx';
import { useApi, usePane } from '../pane.ts';
import { useLanguage, useSpeech } from '../texts.tsx';
import { useActing } from '../use-resource.ts';
import { Choices, Refused, Remember } from './choices.tsx';
import { ChooseSides, Sides, type Chosen, type Side } from './sides.tsx';
import { currentOf, problemWords } from './words.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  links: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalL,
    paddingTop: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
});

interface Props {
  readonly held: HeldView;
  /** `note`: why it is closed, where it was not by this user's decision just now. */
  readonly onSettled: (held: HeldView, note: string | null) => void;
  /** Still open, but another offer than was shown. */
  readonly onChanged: (held: HeldView) => void;
  readonly onGone: () => void;
}

export const Decide = ({ held, onSettled, onChanged, onGone }: Props) => {
  const styles = useStyles();
  const [isPerField, setPerField] = useState(false);
  const [remember, setRemember] = useState(false);
  const deciding = useDeciding({ held, onSettled, onChanged, onGone });
  const top = useRef<HTMLDivElement>(null);
  const wasPerField = useRef(false);
  useEffect(() => {
    // Back from choosing per field: to where it was asked for.
    if (wasPerField.current && !isPerField)
      top.current?.querySelector<HTMLElement>('[data-choice="fields"]')?.focus();
    wasPerField.current = isPerField;
  }, [isPerField]);
  return (
    <div ref={top} className={styles.column}>
      {isPerField ? (
        <PerField
          held={held}
          busy={deciding.busy}
          onDecide={(fields) => {
            deciding.decide({ choice: 'fields', fields });
          }}
          onBack={() => {
            setPerField(false);
          }}
        />
      ) : (
        <>
          {held.fields.length > 0 && <Sides held={held} />}
          <Remember held={held} checked={remember} onChange={setRemember} />
          <div>
            <Choices
              choices={held.choices}
              busy={deciding.busy}
              onChoose={(choice) => {
                if (choice === 'fields') setPerField(true);
                else deciding.decide(bodyOf(choice, remember && held.canRemember));
              }}
            />
            <Refused held={held} />
          </div>
        </>
      )}
      {deciding.failure}
      <Links held={held} />
    </div>
  );
};

/** R7: only what another lends, and only for one side as a whole. */
const bodyOf = (choice: HeldChoice, remember: boolean): DecisionBody => ({
  choice,
  ...(remember && (choice === 'crm' || choice === 'remote') ? { rememberPair: true } : {}),
});

/** With whose decision stands now, where somebody's does. */
const closedWords = ({ told }: ApiFailure, { decision, standing }: HeldView): string => {
  if (told === null) return standing;
  return decision === null ? told : `${told} ${standing}`;
};

const useDeciding = ({ held, onSettled, onChanged, onGone }: Props) => {
  const api = useApi(heldApi);
  const { busy, failure, trouble, run } = useActing();
  // What closed it is told by the list; what it still waits for, here.
  const latest = useRef({ onSettled, onChanged, onGone });
  useEffect(() => {
    latest.current = { onSettled, onChanged, onGone };
  });
  // Told in the list, in its place: not twice.
  const isClosed = failure !== null && (currentOf(failure)?.state ?? 'open') !== 'open';
  useEffect(() => {
    if (failure === null) return;
    const current = currentOf(failure);
    if (current !== null && current.state !== 'open')
      latest.current.onSettled(current, closedWords(failure, current));
    else if (current !== null) latest.current.onChanged(current);
    else if (failure.code === 'notFound') latest.current.onGone();
  }, [failure]);
  return {
    busy,
    decide: (body: DecisionBody) => {
      void run(body.choice, () => api.decide(held.id, body)).then((decided) => {
        if (decided !== null) latest.current.onSettled(decided, null);
      });
    },
    failure:
      trouble === null || isClosed ? null : <NotTaken held={held} failure={failure} trouble={trouble} />,
  };
};

interface NotTakenProps {
  readonly held: HeldView;
  readonly failure: ApiFailure | null;
  readonly trouble: NonNullable<ReturnType<typeof useActing>['trouble']>;
}

const NotTaken = ({ held, failure, trouble }: NotTakenProps) => {
  const language = useLanguage();
  const words = failure === null ? [] : problemWords(failure, held, language);
  const told = trouble.told === null ? null : [trouble.told, ...words].join(' ');
  return (
    <div role="alert">
      <ActionTrouble trouble={{ ...trouble, told }} />
    </div>
  );
};

interface PerFieldProps {
  readonly held: HeldView;
  readonly busy: string | null;
  readonly onDecide: (fields: Chosen) => void;
  readonly onBack: () => void;
}

/** Begins with the CRM wherever that can be chosen: what nobody touches stays as it is. */
const firstOf = (held: HeldView): Chosen =>
  Object.fromEntries(
    held.fields.flatMap(({ field, sides }) => {
      const side = sides.includes('crm') ? 'crm' : sides[0];
      return side === undefined ? [] : [[field, side] as const];
    }),
  );

const PerField = ({ held, busy, onDecide, onBack }: PerFieldProps) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  const [chosen, setChosen] = useState(() => firstOf(held));
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.querySelector<HTMLElement>('input[type="radio"]:checked')?.focus();
  }, []);
  const remote = Object.values(chosen).filter((side: Side) => side === 'remote').length;
  return (
    <div ref={top} className={styles.column}>
      <Caption1>{texts.perField.intro}</Caption1>
      <ChooseSides
        held={held}
        chosen={chosen}
        onChoose={(field, side) => {
          setChosen((before) => ({ ...before, [field]: side }));
        }}
      />
      <Caption1 role="status">{texts.perField.sum(remote, held.fields.length, held.sourceName)}</Caption1>
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={busy !== null}
          icon={busy === null ? undefined : <Spinner size="tiny" />}
          onClick={() => {
            onDecide(chosen);
          }}
        >
          {texts.decide}
        </Button>
        <Button disabledFocusable={busy !== null} onClick={onBack}>
          {texts.back}
        </Button>
      </div>
    </div>
  );
};

const Links = ({ held: { personId, personName } }: { held: HeldView }) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  const { go } = usePane();
  return (
    <div className={styles.links}>
      {personName !== null && (
        <Link
          as="button"
          onClick={() => {
            go({ screen: 'relation', personId });
          }}
        >
          {texts.toPerson}
        </Link>
      )}
      <Link
        as="button"
        onClick={() => {
          go({ screen: 'history', personId });
        }}
      >
        {texts.toHistory}
      </Link>
    </div>
  );
};
