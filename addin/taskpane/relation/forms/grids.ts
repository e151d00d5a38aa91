/** Fields beside each other where there is room: for `makeStyles`. */
import { tokens, type GriffelStyle } from '@fluentui/react-components';

const grid: GriffelStyle = {
  display: 'grid',
  columnGap: tokens.spacingHorizontalM,
  rowGap: tokens.spacingVerticalM,
  alignItems: 'start',
};

/** Something short before something long: initials, surname prefix. */
export const nameGrid: GriffelStyle = { ...grid, gridTemplateColumns: 'minmax(0, 7rem) minmax(0, 1fr)' };
export const pairGrid: GriffelStyle = {
  ...grid,
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 13rem), 1fr))',
};
