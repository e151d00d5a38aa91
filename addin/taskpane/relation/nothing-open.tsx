/** Nobody to show: no item is open, or nobody else takes part in it. */
import { Button } from '@fluentui/react-components';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import type { MailItem } from '../../office/item.ts';
import { Heading } from '../parts/heading.tsx';
import { usePane } from '../pane.ts';
import { useSpeech } from '../texts.tsx';
import { useLooks } from './use-looks.ts';

export const NothingOpen = ({ item }: { item: MailItem | null }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { go } = usePane();
  const [title, text] =
    item === null
      ? [texts.emptyTitle, texts.empty]
      : item.kind === 'compose' || item.kind === 'appointmentCompose'
        ? [texts.draftTitle, texts.draft]
        : [texts.ownTitle, texts.own];
  return (
    <article className={looks.page}>
      <Heading tone="person" title={title} text={text} />
      <div>
        <Button
          onClick={() => {
            go({ screen: 'history', view: 'recent' });
          }}
        >
          {texts.recent}
        </Button>
      </div>
    </article>
  );
};
