/** What waits for a decision. */
import { HomeSkeleton } from '../parts/skeleton.tsx';

const HeldScreen = () => <HomeSkeleton />;
export default HeldScreen;
