/** Reads again when something else it depends on has changed; not at first, which is the reading's own. */
import { useEffect, useRef } from 'react';

/** `round`: another text is another round. */
export const useAnew = (reload: () => void, round: string): void => {
  const seen = useRef(round);
  useEffect(() => {
    if (seen.current !== round) reload();
    seen.current = round;
  }, [round, reload]);
};
