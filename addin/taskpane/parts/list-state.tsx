/** What stands around a list that is read page by page: on its way, not to be read, more of it. */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Skeleton,
  SkeletonItem,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import type { Trouble } from '../../api/failure.ts';
import { usePane } from '../pane.ts';
import { useTexts } from '../texts.tsx';
import { ReadTrouble, sentenceFor } from './notices.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  item: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  short: { width: '55%' },
  more: { alignSelf: 'center' },
});

export const ListSkeleton = () => {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <Skeleton aria-label={texts.loading} className={styles.column}>
      {[1, 2, 3].map((one) => (
        <div key={one} className={styles.item}>
          <SkeletonItem size={16} className={styles.short} />
          <SkeletonItem size={12} />
          <SkeletonItem size={12} />
        </div>
      ))}
    </Skeleton>
  );
};

interface TroubleProps {
  readonly trouble: Trouble | null;
  /** What was last read is on screen. */
  readonly hasData: boolean;
  readonly onRetry: () => void;
}

export const ListTrouble = ({ trouble, hasData, onRetry }: TroubleProps) => {
  const texts = useTexts();
  const { state } = usePane();
  if (trouble === null) return null;
  if (hasData) {
    // Said above already, for the pane as a whole.
    const isSaid = trouble.code === 'offline' && state.trouble?.code === 'offline';
    return isSaid ? null : <ReadTrouble trouble={trouble} onRetry={onRetry} />;
  }
  return (
    <div role="alert">
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>
            {trouble.code === 'offline' ? texts.trouble.offlineTitle : texts.trouble.title}
          </MessageBarTitle>
          {sentenceFor(trouble, texts)}
        </MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={onRetry}>
            {texts.retry}
          </Button>
        </MessageBarActions>
      </MessageBar>
    </div>
  );
};

interface MoreProps {
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly more: () => void;
}

export const MoreButton = ({ pages, label }: { pages: MoreProps; label: string }) => {
  const styles = useStyles();
  if (!pages.hasMore) return null;
  return (
    <Button
      className={styles.more}
      disabledFocusable={pages.loadingMore}
      icon={pages.loadingMore ? <Spinner size="tiny" /> : undefined}
      onClick={pages.more}
    >
      {label}
    </Button>
  );
};
