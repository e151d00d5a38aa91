/** R12: what the next pass would do, before one answers the brake. */
import { useEffect, useRef } from 'react';
import { syncTexts } from '../../../shared/texts/pane/sync.ts';
import { Preview } from '../activation/preview-view.tsx';
import { usePreview } from '../activation/use-preview.ts';
import { usePane } from '../pane.ts';
import { useSpeech } from '../texts.tsx';
import { Brake } from './brake.tsx';
import { Part } from './part.tsx';

export const WouldHappen = () => {
  const { mailbox, state, act, go } = usePane();
  const { preview } = useSpeech(syncTexts);
  const making = usePreview(null);
  const isBraked = mailbox.state === 'braked';
  const wasBraked = useRef(isBraked);
  useEffect(() => {
    // Answered: what would happen next is another matter now.
    if (wasBraked.current && !isBraked) go({ screen: 'sync' });
  }, [isBraked, go]);
  return (
    <Part title={preview.title} text={preview.text}>
      <Preview making={making} known={['braked', 'reachesBrake', 'paused']} />
      {isBraked && <Brake mailbox={mailbox} busy={state.busy} act={act} isBelow />}
    </Part>
  );
};
