/** What stands there while the first answers are on their way: the shape of the home screen, so that nothing jumps. */
import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { useTexts } from '../texts.tsx';
import { unseen } from './unseen.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  hidden: unseen,
  head: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
  },
});

export const HomeSkeleton = () => {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <Skeleton aria-label={texts.loading} className={styles.column}>
      <h1 className={styles.hidden}>{texts.appName}</h1>
      <div className={styles.head}>
        <SkeletonItem shape="circle" size={40} />
        <SkeletonItem size={24} />
      </div>
      <SkeletonItem size={16} />
      <SkeletonItem size={16} />
      <SkeletonItem size={32} />
      <SkeletonItem size={96} />
    </Skeleton>
  );
};
