/** Whom the open item is from and to, and who of them the office knows. One is open; any other is a button. */
import { Link, mergeClasses } from '@fluentui/react-components';
import { useState } from 'react';
import { relationTexts, type RelationTexts } from '../../../shared/texts/pane/relation.ts';
import { addressKey, isAddress, type Correspondent } from '../../office/item.ts';
import { Face } from '../parts/face.tsx';
import { useSpeech } from '../texts.tsx';
import { personAt, type Known } from './lookups.ts';
import { shownText } from './plain.ts';
import { useLooks } from './use-looks.ts';
import type { Shown } from './use-correspondence.ts';

/** As many as leave room for the person below. */
const FEW = 4;

interface Props {
  readonly shown: Shown;
  readonly open: Correspondent | null;
  readonly looking: boolean;
  readonly onOpen: (correspondent: Correspondent) => void;
}

export const Correspondents = ({ shown: { item, known }, open, looking, onOpen }: Props) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const [all, setAll] = useState(false);
  const list = item?.correspondents ?? [];
  const more = item?.more ?? 0;
  if (list.length < 2) return null;
  const place = list.findIndex((one) => one === open);
  // Whoever is open is always in sight.
  const few = list
    .slice(0, place >= FEW ? FEW - 1 : FEW)
    .concat(place >= FEW ? list.slice(place, place + 1) : []);
  const isCut = list.length > FEW + 1;
  return (
    <section className={mergeClasses(looks.part, looks.correspondents)} aria-label={texts.list}>
      <ul className={looks.list}>
        {(all || !isCut ? list : few).map((one) => (
          <li key={addressKey(one.address)}>
            <button
              type="button"
              className={mergeClasses(looks.one, one === open && looks.current)}
              aria-current={one === open ? 'true' : undefined}
              onClick={() => {
                onOpen(one);
              }}
            >
              <Row one={one} at={known.get(addressKey(one.address))} looking={looking} texts={texts} />
            </button>
          </li>
        ))}
      </ul>
      {isCut && (
        <div className={looks.under}>
          <Link
            as="button"
            aria-expanded={all}
            onClick={() => {
              setAll(!all);
            }}
          >
            {all ? texts.showFew : texts.showAll(list.length)}
          </Link>
        </div>
      )}
      {more > 0 && (
        <p className={mergeClasses(looks.quiet, looks.small, looks.under)}>{texts.beyond(more)}</p>
      )}
    </section>
  );
};

interface RowProps {
  readonly one: Correspondent;
  readonly at: Known | undefined;
  readonly looking: boolean;
  readonly texts: RelationTexts;
}

const Row = ({ one, at, looking, texts }: RowProps) => {
  const looks = useLooks();
  const person = at === undefined ? null : personAt(at);
  const name = shownText(person?.displayName ?? one.name ?? one.address, 60);
  return (
    <>
      <Face name={name} unknown={at === undefined || at.persons.length === 0} />
      <span className={looks.grow}>
        <bdi className={looks.line}>{name}</bdi>
        <span className={mergeClasses(looks.line, looks.small, looks.quiet)}>
          {texts.roles[one.role]} · {stateOf({ one, at, looking, texts })}
        </span>
      </span>
    </>
  );
};

const stateOf = ({ one, at, looking, texts }: RowProps): string => {
  if (at === undefined) return looking && isAddress(one.address) ? texts.looking : texts.notLooked;
  if (at.persons.length === 0) return texts.unknown;
  const person = personAt(at);
  if (person === null) return texts.several(at.persons.length);
  return shownText(person.organisation?.name ?? texts.kinds[person.kind], 60);
};
