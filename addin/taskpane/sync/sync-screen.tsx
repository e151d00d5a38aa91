/** Synchronisatie: how the link stands and whom it keeps; and behind it the settings, the clean-up and the end of the link. */
import { usePane } from '../pane.ts';
import { CleanUp } from './clean-up.tsx';
import { Deactivate } from './deactivate.tsx';
import { Overview } from './overview.tsx';
import { Settings } from './settings.tsx';
import { WouldHappen } from './would-happen.tsx';

const SyncScreen = () => {
  const { place } = usePane();
  switch (place.screen === 'sync' ? place.part : undefined) {
    case 'settings':
      return <Settings />;
    case 'preview':
      return <WouldHappen />;
    case 'cleanUp':
      return <CleanUp />;
    case 'deactivate':
      return <Deactivate />;
    case undefined:
      return <Overview />;
  }
};
export default SyncScreen;
