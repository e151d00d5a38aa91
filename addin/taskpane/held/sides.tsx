/**
 * What both sides say, field by field: the CRM and the source side by side, under each other where it is narrow, and what
 * differs marked. Where one chooses per field, the two sides are what one chooses from.
 */
import { Caption1, makeStyles, mergeClasses, Radio, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { HeldView } from '../../../shared/api/held.ts';
import { paneHeldTexts } from '../../../shared/texts/pane/held.ts';
import { Value } from '../parts/values.tsx';
import { useSpeech } from '../texts.tsx';

type Field = HeldView['fields'][number];
export type Side = 'crm' | 'remote';
export type Chosen = Readonly<Partial<Record<Field['field'], Side>>>;

const narrow = '@media (max-width: 399px)';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  field: { margin: 0, padding: 0, border: 'none', minWidth: 0 },
  label: {
    margin: 0,
    padding: 0,
    marginBottom: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  pair: {
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    margin: 0,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    [narrow]: { gridTemplateColumns: '1fr' },
  },
  side: {
    minWidth: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  second: {
    borderLeft: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    [narrow]: {
      borderLeft: 'none',
      borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    },
  },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  term: {
    display: 'block',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  said: {
    display: 'block',
    color: tokens.colorNeutralForeground1,
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  radio: { width: '100%', '& label': { minWidth: 0, paddingLeft: 0 } },
  base: { display: 'block', marginTop: tokens.spacingVerticalXS, color: tokens.colorNeutralForeground3 },
});

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/** What was agreed on before; nothing where it says no more than what stands there. */
const Base = ({ field: { field, base } }: { field: Field }) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  if (base === null) return null;
  return (
    <Caption1 className={styles.base}>
      {texts.base} <Value field={field} value={base.crm ?? base.remote} />
    </Caption1>
  );
};

export const Sides = ({ held }: { held: HeldView }) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  return (
    <div className={styles.list}>
      {held.fields.map((field) => (
        <div key={field.field} className={styles.field}>
          <h3 className={styles.label}>{capital(field.label)}</h3>
          <dl className={styles.pair}>
            <div className={styles.side}>
              <dt className={styles.term}>{texts.inCrm}</dt>
              <dd className={styles.said}>
                <Value field={field.field} value={field.crm} against={field.remote} />
              </dd>
            </div>
            <div className={mergeClasses(styles.side, styles.second)}>
              <dt className={styles.term}>{texts.inSource(held.sourceName)}</dt>
              <dd className={styles.said}>
                <Value field={field.field} value={field.remote} against={field.crm} />
              </dd>
            </div>
          </dl>
          <Base field={field} />
        </div>
      ))}
    </div>
  );
};

interface ChoosingProps {
  readonly held: HeldView;
  readonly chosen: Chosen;
  readonly onChoose: (field: Field['field'], side: Side) => void;
}

/** The same as radio buttons: arrow keys choose, Tab goes to the next field. */
export const ChooseSides = ({ held, chosen, onChoose }: ChoosingProps) => {
  const styles = useStyles();
  return (
    <div className={styles.list}>
      {held.fields.map((field) => (
        <fieldset key={field.field} className={styles.field}>
          <legend className={styles.label}>{capital(field.label)}</legend>
          <div className={styles.pair}>
            {(['crm', 'remote'] as const).map((side) => (
              <SideRadio
                key={side}
                held={held}
                field={field}
                side={side}
                isChosen={chosen[field.field] === side}
                onChoose={onChoose}
              />
            ))}
          </div>
          <OnlyOne field={field} />
        </fieldset>
      ))}
    </div>
  );
};

const OnlyOne = ({ field }: { field: Field }) => {
  const styles = useStyles();
  const { perField } = useSpeech(paneHeldTexts);
  return field.sides.length === 2 ? null : <Caption1 className={styles.base}>{perField.onlyOne}</Caption1>;
};

interface SideProps extends Omit<ChoosingProps, 'chosen'> {
  readonly field: Field;
  readonly side: Side;
  readonly isChosen: boolean;
}

const SideRadio = ({ held, field, side, isChosen, onChoose }: SideProps) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  const group = useId();
  const other = side === 'crm' ? field.remote : field.crm;
  return (
    <div className={mergeClasses(styles.side, side === 'remote' && styles.second, isChosen && styles.chosen)}>
      <Radio
        className={styles.radio}
        name={`${held.id}-${field.field}`}
        value={side}
        id={`${group}-${side}`}
        checked={isChosen}
        disabled={!field.sides.includes(side)}
        onChange={() => {
          onChoose(field.field, side);
        }}
        label={
          <>
            <span className={styles.term}>
              {side === 'crm' ? texts.perField.stays : texts.perField.takes(held.sourceName)}
            </span>
            <span className={styles.said}>
              <Value field={field.field} value={side === 'crm' ? field.crm : field.remote} against={other} />
            </span>
          </>
        }
      />
    </div>
  );
};
