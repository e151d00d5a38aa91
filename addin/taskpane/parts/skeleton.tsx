/** What stands there while the first answers are on their way: the shape of the home screen, so that nothing jumps. */
import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { useTexts } from '../texts.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
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
