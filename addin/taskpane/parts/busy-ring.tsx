/** That something is on its way, for the first load: the spinner of Fluent UI costs 3 kB before anything is shown. Says nothing by itself. */
import { makeStyles } from '@fluentui/react-components';

const useStyles = makeStyles({
  ring: {
    display: 'inline-block',
    boxSizing: 'border-box',
    width: '20px',
    height: '20px',
    border: '2px solid currentColor',
    borderTopColor: 'transparent',
    borderRadius: '50%',
    animationName: { from: { transform: 'rotate(0deg)' }, to: { transform: 'rotate(360deg)' } },
    animationDuration: '1.2s',
    animationTimingFunction: 'linear',
    animationIterationCount: 'infinite',
    '@media (prefers-reduced-motion: reduce)': { animationDuration: '6s' },
  },
});

export const BusyRing = () => <span className={useStyles().ring} aria-hidden />;
