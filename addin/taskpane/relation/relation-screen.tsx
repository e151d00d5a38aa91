/**
 * The home screen: who is behind the open message or appointment, or the person one came for. Follows Outlook while nothing
 * is being typed; a form stays with the mail that it was opened for.
 */
import { Button } from '@fluentui/react-components';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import type { PersonView } from '../../../shared/api/persons.ts';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { personsApi } from '../../api/persons.ts';
import type { Correspondent } from '../../office/item.ts';
import { Boundary } from '../boundary.tsx';
import { StartFailed } from '../parts/notices.tsx';
import { SignInNotice } from '../parts/sign-in-notice.tsx';
import { HomeSkeleton } from '../parts/skeleton.tsx';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { useApi, usePane } from '../pane.ts';
import { useSpeech } from '../texts.tsx';
import { useResource } from '../use-resource.ts';
import { OpenItem } from './open-item.tsx';
import { PersonCard } from './person-card.tsx';
import { useCorrespondence } from './use-correspondence.ts';
import { useLooks } from './use-looks.ts';

const Ended = lazy(async () => ({ default: (await import('../activation/consent.tsx')).Ended }));
const EditPerson = lazy(() => import('./forms/edit-person.tsx'));
const CreatePerson = lazy(() => import('./forms/create-person.tsx'));
const AddAddress = lazy(() => import('./forms/add-address.tsx'));

/** What is being typed in; `opener` names the button that it came from. */
export type Form =
  | { readonly opener: 'edit'; readonly person: PersonView }
  | { readonly opener: 'create' | 'add'; readonly from: Correspondent };

export const RelationScreen = () => {
  const { place } = usePane();
  const personId = place.screen === 'relation' ? place.personId : undefined;
  return personId === undefined ? <FromOutlook /> : <OnePerson key={personId} personId={personId} />;
};

const FromOutlook = () => {
  const correspondence = useCorrespondence();
  const looks = useLooks();
  const { shown, setPerson, setKnown } = correspondence;
  const root = useFocusInside();
  const [form, setForm] = useForm(root);
  /** What was open when the form was: if Outlook goes on meanwhile, that is said. */
  const opened = useRef(shown?.item ?? null);
  const openForm = (next: Form) => {
    opened.current = shown?.item ?? null;
    setForm(next);
  };
  const isElsewhere =
    form !== null && !isAmong(opened.current?.correspondents ?? [], shown?.item?.correspondents ?? []);
  return (
    <div ref={root}>
      {form === null ? (
        <div className={looks.page}>
          <Renew />
          <OpenItem correspondence={correspondence} onForm={openForm} />
        </div>
      ) : (
        <FormOf
          form={form}
          isElsewhere={isElsewhere}
          onCancel={() => {
            setForm(null);
          }}
          onDone={(person) => {
            if (form.opener === 'edit') setPerson(person);
            else setKnown(form.from.address, { persons: [person], chosen: null });
            setForm(null);
          }}
        />
      )}
    </div>
  );
};

/** As good as the same item: a draft may have more recipients by now. */
const isAmong = (some: readonly Correspondent[], all: readonly Correspondent[]): boolean =>
  some.every(({ address }) => all.some((one) => one.address === address));

/** A person one came for from a list, whatever is open in Outlook. */
const OnePerson = ({ personId }: { personId: string }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { go } = usePane();
  const api = useApi(personsApi);
  const { data, trouble, reload, set } = useResource(`person ${personId}`, () => api.one(personId));
  const root = useFocusInside();
  const [form, setForm] = useForm(root);
  return (
    <div ref={root} className={looks.page}>
      {form === null && <Renew />}
      {form === null && (
        <div>
          <Button
            size="small"
            onClick={() => {
              go({ screen: 'relation' });
            }}
          >
            {texts.back}
          </Button>
        </div>
      )}
      {form !== null ? (
        <FormOf
          form={form}
          isElsewhere={false}
          onCancel={() => {
            setForm(null);
          }}
          onDone={(person) => {
            set(person);
            setForm(null);
          }}
        />
      ) : data !== null ? (
        <PersonCard
          person={data}
          settled
          onPerson={set}
          onEdit={() => {
            setForm({ opener: 'edit', person: data });
          }}
        />
      ) : trouble !== null ? (
        <StartFailed {...trouble} onRetry={reload} />
      ) : (
        <HomeSkeleton />
      )}
    </div>
  );
};

/** Not above a form: what is being typed there would go with the window that this opens. */
const Renew = () => {
  const { activation } = usePane().control;
  return (
    <>
      <SignInNotice />
      {activation.step === 'idle' && activation.ended !== null && (
        <Boundary>
          <Suspense>
            <Ended activation={activation} />
          </Suspense>
        </Boundary>
      )}
    </>
  );
};

/** Where the focus goes when what had it is gone: to the title of what came. It is never taken from Outlook. */
const useFocusInside = () => {
  const root = useRef<HTMLDivElement>(null);
  useKeptFocus(root, () => root.current?.querySelector<HTMLElement>('h1') ?? null);
  return root;
};

/** Back from a form, the focus returns to the button that opened it, or to the title where that is gone. */
const useForm = (root: { readonly current: HTMLElement | null }) => {
  const [form, setForm] = useState<Form | null>(null);
  const before = useRef<Form | null>(null);
  useEffect(() => {
    const left = form === null ? before.current : null;
    before.current = form;
    if (left === null) return;
    const opener = root.current?.querySelector<HTMLElement>(`[data-opener="${left.opener}"]`);
    (opener ?? root.current?.querySelector<HTMLElement>('h1'))?.focus();
  }, [form, root]);
  return [form, setForm] as const;
};

interface FormProps {
  readonly form: Form;
  readonly isElsewhere: boolean;
  readonly onDone: (person: PersonView) => void;
  readonly onCancel: () => void;
}

const FormOf = ({ form, isElsewhere, ...then }: FormProps) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  return (
    <div className={looks.page}>
      {isElsewhere && (
        <p role="status" className={looks.quiet}>
          {texts.otherMail}
        </p>
      )}
      <Suspense fallback={<FormSkeleton />}>{formOf(form, then)}</Suspense>
    </div>
  );
};

const formOf = (form: Form, then: Pick<FormProps, 'onDone' | 'onCancel'>): ReactNode => {
  switch (form.opener) {
    case 'edit':
      return <EditPerson person={form.person} {...then} />;
    case 'create':
      return <CreatePerson from={form.from} {...then} />;
    case 'add':
      return <AddAddress address={form.from.address} {...then} />;
  }
};

/** The button that was pressed is gone and the form is not there yet: the focus waits here. */
const FormSkeleton = () => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus();
  }, []);
  return (
    <div ref={place} tabIndex={-1}>
      <HomeSkeleton />
    </div>
  );
};
