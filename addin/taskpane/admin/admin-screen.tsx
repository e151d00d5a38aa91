/** For administrators. */
import { HomeSkeleton } from '../parts/skeleton.tsx';

import type { Api } from '../../api/client.ts';

interface Props {
  readonly api: Api;
  readonly onSignedOut: () => void;
}

const AdminScreen = (_props: Props) => <HomeSkeleton />;
export default AdminScreen;
