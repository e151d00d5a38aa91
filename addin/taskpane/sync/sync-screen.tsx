/** How the link stands. */
import { usePane } from '../pane.ts';
import { Standing } from './standing.tsx';

const SyncScreen = () => {
  const { mailbox, state, act, control } = usePane();
  return <Standing mailbox={mailbox} state={state} act={act} control={control} />;
};
export default SyncScreen;
