/**
 * A table that is one where there is room for it, and a list of cards with every value named where there is not. The roles
 * are written out: browsers drop those of a table that is no longer laid out as one.
 */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const NARROW = '@media (max-width: 719px)';

const useStyles = makeStyles({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    [NARROW]: { display: 'block' },
  },
  body: { [NARROW]: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS } },
  head: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    textAlign: 'start',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground3,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
  },
  hiddenWhenNarrow: {
    [NARROW]: {
      display: 'block',
      position: 'absolute',
      width: '1px',
      height: '1px',
      overflow: 'hidden',
      clipPath: 'inset(50%)',
    },
  },
  row: {
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: {
      display: 'grid',
      gap: tokens.spacingVerticalXS,
      padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
      border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
      borderRadius: tokens.borderRadiusMedium,
    },
  },
  cell: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    textAlign: 'start',
    verticalAlign: 'top',
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: 'anywhere',
    [NARROW]: {
      display: 'grid',
      gridTemplateColumns: '96px 1fr',
      columnGap: tokens.spacingHorizontalS,
      padding: 0,
    },
  },
  first: { [NARROW]: { display: 'block' } },
  label: {
    display: 'none',
    color: tokens.colorNeutralForeground3,
    [NARROW]: { display: 'block' },
  },
});

export interface Column<Item> {
  readonly name: string;
  /** Share of the whole, where there is room for a table. */
  readonly width?: string;
  readonly cell: (item: Item) => ReactNode;
}

interface Props<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** The first one says what the row is about. */
  readonly columns: readonly Column<Item>[];
}

export const Table = <Item,>({ label, items, keyOf, columns }: Props<Item>) => {
  const styles = useStyles();
  return (
    <table role="table" aria-label={label} className={styles.table}>
      <thead role="rowgroup" className={styles.hiddenWhenNarrow}>
        <tr role="row">
          {columns.map(({ name, width }) => (
            <th key={name} role="columnheader" scope="col" className={styles.head} style={{ width }}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className={styles.body}>
        {items.map((item) => (
          <tr key={keyOf(item)} role="row" className={styles.row}>
            {columns.map(({ name, cell }, index) =>
              index === 0 ? (
                <th
                  key={name}
                  role="rowheader"
                  scope="row"
                  className={mergeClasses(styles.cell, styles.first)}
                >
                  {cell(item)}
                </th>
              ) : (
                <td key={name} role="cell" className={styles.cell}>
                  <span className={styles.label} aria-hidden>
                    {name}
                  </span>
                  <div>{cell(item)}</div>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
