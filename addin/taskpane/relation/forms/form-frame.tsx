/**
 * What the forms about a person have in common: a title, saving by Enter and Ctrl+Enter, cancelling by Escape, the
 * question before something half done is dropped, and where the focus begins. Knows nothing of what is typed in it.
 */
import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components';
import {
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import type { PersonFormTexts } from '../../../../shared/texts/pane/person-forms.ts';
import { useHolding } from '../../leaving.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  head: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    overflowWrap: 'anywhere',
  },
  text: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  // Long forms keep their buttons in sight; inputs leave room for them (field-input.tsx).
  sticky: { position: 'sticky', bottom: 0, zIndex: 1 },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalM,
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  wrap: { overflowWrap: 'anywhere' },
});

interface Props {
  readonly texts: PersonFormTexts;
  readonly title: string;
  readonly intro?: string;
  /** Something was typed that would be lost. */
  readonly dirty: boolean;
  /** What is being done, as its button says it; null: nothing. */
  readonly busy: string | null;
  /** Absent: there is nothing to save here yet. */
  readonly save?: { readonly label: string; readonly act: () => void };
  readonly onCancel: () => void;
  /** Longer than a pane is high. */
  readonly long?: boolean;
  /** Beside the two that every form has. */
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}

export const FormFrame = (props: Props) => {
  const { texts, title, intro, dirty, busy, save, onCancel, long = false, extra, children } = props;
  const styles = useStyles();
  const titleId = useId();
  const form = useRef<HTMLFormElement>(null);
  const { going, ask, stay, noteFocus } = useLeaving(dirty, form);
  const cancel = () => {
    if (busy === null) ask(onCancel);
  };
  useEffect(() => {
    firstInput(form.current)?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    // While somebody composes a letter (Japanese, dead keys in some browsers) the keys are not ours.
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      if (going === null) cancel();
      else stay();
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.current?.requestSubmit();
    }
  };
  return (
    <form
      ref={form}
      className={styles.form}
      aria-labelledby={titleId}
      autoComplete="off"
      noValidate
      onKeyDown={onKeyDown}
      onFocus={noteFocus}
      onSubmit={(event) => {
        event.preventDefault();
        if (busy === null && going === null) save?.act();
      }}
    >
      <div className={styles.head}>
        <Title3 as="h1" id={titleId} className={styles.title}>
          {title}
        </Title3>
        {intro !== undefined && <Text className={styles.text}>{intro}</Text>}
      </div>
      {going !== null && (
        <LeaveBar
          texts={texts}
          onStay={stay}
          onDrop={() => {
            // The form closes wherever one goes, also to the screen it is on.
            if (going !== onCancel) onCancel();
            going();
          }}
        />
      )}
      {children}
      <div className={mergeClasses(styles.actions, long && styles.sticky)}>
        {save !== undefined && (
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={busy !== null}
            {...(busy === null ? {} : { icon: <Spinner size="tiny" /> })}
          >
            {busy ?? save.label}
          </Button>
        )}
        {extra}
        <Button type="button" disabledFocusable={busy !== null} onClick={cancel}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  );
};

/** The first thing to type or choose in; a group of radios begins at the chosen one. */
const firstInput = (form: HTMLFormElement | null): HTMLElement | null =>
  form?.querySelector<HTMLElement>('[data-autofocus]') ??
  form?.querySelector<HTMLElement>('input:not([type="radio"]), input:checked') ??
  form?.querySelector<HTMLElement>('input, button[type="submit"]') ??
  null;

/** `going`: where the user wants to go, as long as the question is on screen. */
const useLeaving = (dirty: boolean, form: { readonly current: HTMLElement | null }) => {
  const [going, setGoing] = useState<(() => void) | null>(null);
  const lastFocus = useRef<HTMLElement | null>(null);
  const ask = useCallback(
    (go: () => void) => {
      if (dirty) setGoing(() => go);
      else go();
    },
    [dirty],
  );
  useHolding(dirty ? ask : null);
  const stay = () => {
    setGoing(null);
    const back = lastFocus.current;
    (back?.isConnected === true ? back : firstInput(form.current as HTMLFormElement | null))?.focus();
  };
  /** Where one was typing, to return to; the question's own buttons do not count. */
  const noteFocus = (event: FocusEvent) => {
    if (going === null && event.target instanceof HTMLElement) lastFocus.current = event.target;
  };
  return { going, ask, stay, noteFocus };
};

const LeaveBar = ({
  texts,
  onStay,
  onDrop,
}: {
  texts: PersonFormTexts;
  onStay: () => void;
  onDrop: () => void;
}) => {
  const styles = useStyles();
  const stay = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  useEffect(() => {
    stay.current?.focus();
  }, []);
  return (
    <MessageBar intent="warning" layout="multiline" role="alertdialog" aria-labelledby={titleId}>
      <MessageBarBody className={styles.wrap}>
        <MessageBarTitle id={titleId}>{texts.leave.title}</MessageBarTitle>
        {texts.leave.text}
      </MessageBarBody>
      <MessageBarActions>
        <Button ref={stay} type="button" size="small" onClick={onStay}>
          {texts.leave.stay}
        </Button>
        <Button type="button" size="small" onClick={onDrop}>
          {texts.leave.drop}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
};
