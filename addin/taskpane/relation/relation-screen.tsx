/** Who is behind this mail. */
import { HomeSkeleton } from '../parts/skeleton.tsx';

export const RelationScreen = () => <HomeSkeleton />;
