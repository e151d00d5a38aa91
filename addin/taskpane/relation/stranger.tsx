/** Somebody whom the CRM does not know at this address: make them a relation, or give the address to a known person. */
import { Button } from '@fluentui/react-components';
import { Warning20Filled } from '@fluentui/react-icons/svg/warning';
import { mergeClasses } from '@fluentui/react-components';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { hasOddLetters, isAddress, type Correspondent } from '../../office/item.ts';
import { Face } from '../parts/face.tsx';
import { useSpeech } from '../texts.tsx';
import { shownText } from './plain.ts';
import { useLooks } from './use-looks.ts';

interface Props {
  readonly correspondent: Correspondent;
  readonly onCreate: () => void;
  readonly onAdd: () => void;
}

export const Stranger = ({ correspondent: { name, address }, onCreate, onAdd }: Props) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const canBe = isAddress(address);
  return (
    <article className={looks.page}>
      <div className={looks.head}>
        <Face name={name ?? address} large unknown />
        <div className={looks.grow}>
          <h1 className={looks.title} tabIndex={-1}>
            <bdi>{shownText(name ?? address, 80)}</bdi>
          </h1>
          {name !== null && (
            <p className={looks.quiet}>
              <bdi>{shownText(address)}</bdi>
            </p>
          )}
        </div>
      </div>
      <p className={looks.text}>{canBe ? texts.nobodyHere : texts.noAddress}</p>
      {canBe && hasOddLetters(address) && (
        <div className={looks.note}>
          <span aria-hidden className={mergeClasses(looks.sign, looks.warning)}>
            <Warning20Filled />
          </span>
          <p className={looks.text}>{texts.oddLetters}</p>
        </div>
      )}
      {canBe && (
        <div className={looks.actions}>
          <Button appearance="primary" data-opener="create" onClick={onCreate}>
            {texts.create}
          </Button>
          <Button data-opener="add" onClick={onAdd}>
            {texts.add}
          </Button>
        </div>
      )}
    </article>
  );
};
