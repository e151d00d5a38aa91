/**
 * The real pane in a frame, with what Outlook draws around it: name, pin, close, and a border that can be moved. Speaks
 * with the fake Outlook in the frame by messages (sandbox/office/hosted.ts). A frame is made anew for another user or
 * language, as Outlook reloads then; items, colours and the network change under it.
 */
import { Button, makeStyles, mergeClasses, Text, tokens, ToggleButton } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { Pin16Filled, Pin16Regular } from '@fluentui/react-icons/svg/pin';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { FakeHostSeed, ItemSeed } from '../../office/fake-host.ts';
import type { FromPane, ToPane } from '../../office/hosted.ts';
import type { PageUser } from './controls.ts';
import type { ThemeName } from './place.ts';
import { usePageLanguage, useTexts } from './texts.ts';
import { coloursOf } from './theme.ts';

const [NARROWEST, WIDEST, STEP] = [320, 800, 20];
/** What Outlook on the web can do today. */
const SETS = { NestedAppAuth: '1.1', OpenBrowserWindowApi: '1.1' };

const useStyles = makeStyles({
  root: { position: 'relative', display: 'flex', flexShrink: 0 },
  border: {
    width: '8px',
    flexShrink: 0,
    cursor: 'col-resize',
    touchAction: 'none',
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralStroke1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  panel: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    // Seen in contrast themes only.
    border: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  name: { flexGrow: 1 },
  frame: { flexGrow: 1, width: '100%', border: 'none' },
  dragged: { pointerEvents: 'none' },
});

interface Props {
  readonly user: PageUser;
  readonly theme: ThemeName;
  readonly offline: boolean;
  readonly item: ItemSeed;
  readonly pinned: boolean;
  readonly onPin: (pinned: boolean) => void;
  readonly onClose: () => void;
  /** The pane asks for a new message: `{toRecipients, subject, htmlBody}` as office.js has it. */
  readonly onNewMessage: (form: unknown) => void;
}

export const PaneFrame = (props: Props) => {
  const styles = useStyles();
  const { pane: t } = useTexts();
  const language = usePageLanguage();
  const { user, pinned, onPin, onClose } = props;
  const [width, setWidth] = useState(380);
  const [dragging, setDragging] = useState(false);
  const frame = useHosted(props, language);
  return (
    <aside className={styles.root} style={{ width }} aria-label={t.name}>
      <Border
        label={t.resize}
        className={styles.border}
        width={width}
        onWidth={(next) => {
          setWidth(Math.min(WIDEST, Math.max(NARROWEST, next)));
        }}
        onDrag={setDragging}
      />
      <div className={styles.panel}>
        <div className={styles.head}>
          <img src="/assets/icon-16.png" alt="" width={16} height={16} />
          <Text weight="semibold" className={styles.name}>
            {t.name}
          </Text>
          <ToggleButton
            appearance="transparent"
            size="small"
            checked={pinned}
            icon={pinned ? <Pin16Filled /> : <Pin16Regular />}
            aria-label={pinned ? t.unpin : t.pin}
            title={pinned ? t.unpin : t.pin}
            onClick={() => {
              onPin(!pinned);
            }}
          />
          <Button
            appearance="transparent"
            size="small"
            icon={<Dismiss16Regular />}
            aria-label={t.close}
            onClick={onClose}
          />
        </div>
        <iframe
          key={`${user.userPrincipalName} ${language}`}
          ref={frame}
          className={mergeClasses(styles.frame, dragging && styles.dragged)}
          src="/taskpane.html"
          title={t.name}
          allow="clipboard-write"
        />
      </div>
    </aside>
  );
};

/** Answers the frame's hello, and tells it what changes. */
const useHosted = ({ user, theme, offline, item, onNewMessage }: Props, language: 'nl' | 'en') => {
  const frame = useRef<HTMLIFrameElement>(null);
  const tell = (message: ToPane): void => {
    frame.current?.contentWindow?.postMessage(message, window.location.origin);
  };
  const seed: FakeHostSeed = {
    sets: SETS,
    item,
    displayLanguage: language === 'nl' ? 'nl-NL' : 'en-US',
    theme: coloursOf[theme],
  };
  const now = useRef({ user, seed, offline, onNewMessage });
  now.current = { user, seed, offline, onNewMessage };
  useEffect(() => {
    const hear = (event: MessageEvent<unknown>): void => {
      if (event.source !== frame.current?.contentWindow || event.origin !== window.location.origin) return;
      const message = event.data as FromPane;
      const { user: who, seed: first, offline: cut, onNewMessage: compose } = now.current;
      if (message.type === 'sandbox:hello')
        tell({ type: 'sandbox:start', user: who, seed: first, offline: cut });
      else if (message.type === 'sandbox:newMessage') compose(message.form);
    };
    window.addEventListener('message', hear);
    return () => {
      window.removeEventListener('message', hear);
    };
  }, []);
  // A frame that is not ready yet ignores these; it gets the newest state with its start.
  useEffect(() => {
    tell({ type: 'sandbox:theme', colours: coloursOf[theme] });
  }, [theme]);
  useEffect(() => {
    tell({ type: 'sandbox:offline', offline });
  }, [offline]);
  useItem(item, tell);
  return frame;
};

/** The same draft with other recipients is no other item. */
const useItem = (item: ItemSeed, tell: (message: ToPane) => void): void => {
  const shown = useRef(item);
  useEffect(() => {
    const before = shown.current;
    shown.current = item;
    if (before === item) return;
    const isDraft = item.kind === 'compose' || item.kind === 'appointmentCompose';
    if (!isDraft || before.kind !== item.kind || before.itemId !== item.itemId) {
      tell({ type: 'sandbox:item', item });
      return;
    }
    const { to, cc, bcc, required, optional } = item;
    tell({ type: 'sandbox:recipients', recipients: { to, cc, bcc, required, optional } });
  });
};

interface BorderProps {
  readonly label: string;
  readonly className: string;
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly onDrag: (dragging: boolean) => void;
}

/** Moved with the pointer or the arrow keys. */
const Border = ({ label, className, width, onWidth, onDrag }: BorderProps) => {
  const from = useRef<{ x: number; width: number } | null>(null);
  const end = (): void => {
    from.current = null;
    onDrag(false);
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      className={className}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
        onDrag(true);
      }}
      onPointerMove={({ clientX }) => {
        if (from.current) onWidth(from.current.width + from.current.x - clientX);
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={({ key }: KeyboardEvent) => {
        if (key === 'ArrowLeft') onWidth(width + STEP);
        if (key === 'ArrowRight') onWidth(width - STEP);
      }}
    />
  );
};
