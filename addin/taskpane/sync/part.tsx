/** What the views behind Synchronisatie have in common: the way back, the title, and where the focus is when something goes. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left';
import { useRef, type ReactNode } from 'react';
import { syncTexts } from '../../../shared/texts/pane/sync.ts';
import { usePane } from '../pane.ts';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { useSpeech } from '../texts.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  top: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, alignItems: 'start' },
  back: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})` },
});

interface Props {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

export const Part = ({ title, text, children }: Props) => {
  const styles = useStyles();
  const { go } = usePane();
  const { manage } = useSpeech(syncTexts);
  const root = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useKeptFocus(root, () => heading.current);
  return (
    <div ref={root} className={styles.column}>
      <div className={styles.top}>
        <Button
          appearance="subtle"
          size="small"
          className={styles.back}
          icon={<ArrowLeftRegular />}
          onClick={() => {
            go({ screen: 'sync' });
          }}
        >
          {manage.back}
        </Button>
        <ScreenTitle ref={heading} title={title}>
          {text}
        </ScreenTitle>
      </div>
      {children}
    </div>
  );
};
