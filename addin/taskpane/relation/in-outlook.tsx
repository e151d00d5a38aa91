/** Whether this person is in one's Outlook and why, what waits for a decision, and keeping them out of it. */
import { Button, Link, mergeClasses } from '@fluentui/react-components';
import { ArrowClockwise20Regular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { CheckmarkCircle20Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { PauseCircle20Filled } from '@fluentui/react-icons/svg/pause-circle';
import { Warning20Filled } from '@fluentui/react-icons/svg/warning';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { z } from 'zod';
import type { PersonView } from '../../../shared/api/persons.ts';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { queryOf } from '../../api/call.ts';
import { usePane } from '../pane.ts';
import { useSpeech, useTexts } from '../texts.tsx';
import { useResource } from '../use-resource.ts';
import { standingOf } from './plain.ts';
import { useLooks } from './use-looks.ts';
import type { PersonActions } from './use-person-actions.ts';

const WhyLines = lazy(() => import('./why-lines.tsx'));

const signs: Record<ReturnType<typeof standingOf>, ReactElement> = {
  in: <CheckmarkCircle20Filled />,
  coming: <ArrowClockwise20Regular />,
  leaving: <PauseCircle20Filled />,
  out: <PauseCircle20Filled />,
};

interface Props {
  readonly person: PersonView;
  readonly actions: PersonActions;
}

export const InOutlook = ({ person, actions }: Props) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { mailbox, go } = usePane();
  const standing = standingOf(person);
  const { because } = person.inOutlook;
  const isIn = standing === 'in' || standing === 'coming';
  return (
    <section className={looks.box}>
      <div className={looks.note}>
        <span aria-hidden className={mergeClasses(looks.sign, standing === 'in' && looks.good)}>
          {signs[standing]}
        </span>
        <span className={looks.grow}>{texts.standing[standing](texts.because[because])}</span>
      </div>
      {mailbox.state !== 'active' && (
        <Note
          text={texts.stands}
          action={texts.look}
          onAct={() => {
            go({ screen: 'sync' });
          }}
        />
      )}
      {mailbox.counts.held > 0 && <Held personId={person.id} held={mailbox.counts.held} />}
      <Why key={person.id} personId={person.id} mark={`${because} ${person.version}`} />
      {(isIn || because === 'excludedByUser') && (
        <div>
          <Button
            size="small"
            disabledFocusable={actions.busy !== null}
            onClick={() => void actions.setExcluded(isIn)}
          >
            {isIn ? texts.exclude : texts.include}
          </Button>
        </div>
      )}
    </section>
  );
};

const Note = ({ text, action, onAct }: { text: string; action: string; onAct: () => void }) => {
  const looks = useLooks();
  return (
    <div className={looks.note}>
      <span aria-hidden className={mergeClasses(looks.sign, looks.warning)}>
        <Warning20Filled />
      </span>
      <span className={looks.grow}>
        {text}{' '}
        <Link as="button" inline onClick={onAct}>
          {action}
        </Link>
      </span>
    </div>
  );
};

/** All that is needed of a held change here. */
const heldIds = z.object({ items: z.array(z.object({ id: z.string() })) });

const Held = ({ personId, held }: { personId: string; held: number }) => {
  const texts = useSpeech(relationTexts);
  const { api, go } = usePane();
  const { data } = useResource(`${personId} ${held}`, () =>
    api.call('GET', `/api/held${queryOf({ person: personId, limit: 1 })}`, heldIds),
  );
  const [first] = data?.items ?? [];
  if (first === undefined) return null;
  return (
    <Note
      text={texts.waits}
      action={texts.decide}
      onAct={() => {
        go({ screen: 'held', heldId: first.id });
      }}
    />
  );
};

/** The rules, one by one, once they are asked for. `mark`: asked again when it changes. */
const Why = ({ personId, mark }: { personId: string; mark: string }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { loading } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <details
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary className={looks.summary}>{texts.why}</summary>
      {open && (
        <Suspense fallback={<p className={looks.quiet}>{loading}</p>}>
          <WhyLines personId={personId} mark={mark} />
        </Suspense>
      )}
    </details>
  );
};
