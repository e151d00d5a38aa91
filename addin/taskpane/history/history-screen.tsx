/** What happened, and taking it back. */
import { HomeSkeleton } from '../parts/skeleton.tsx';

const HistoryScreen = () => <HomeSkeleton />;
export default HistoryScreen;
