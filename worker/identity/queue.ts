/** One at a time per key, in the order of asking. A failure is the asker's own; the next one goes on. */
export const createQueue = <Key>(): (<T>(key: Key, work: () => Promise<T>) => Promise<T>) => {
  const last = new Map<Key, Promise<unknown>>();
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    const done = turn
      .catch(() => undefined)
      .then(() => {
        if (last.get(key) === done) last.delete(key);
      });
    last.set(key, done);
    return turn;
  };
};
