/** Read to whoever listens, and seen by nobody: for `makeStyles({ hidden: unseen })`. */
import type { GriffelStyle } from '@fluentui/react-components';

export const unseen: GriffelStyle = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};
