/** Waits for SIGINT or SIGTERM (the world's signal), or for the work to end by itself, which is a failure. */
import type { Working } from './ports.ts';

export const untilStopped = async (signal: AbortSignal, { failed, stop }: Working): Promise<void> => {
  let alive: NodeJS.Timeout | undefined;
  const told = new Promise<void>((resolve) => {
    // Keeps the process alive even where nothing else does.
    alive = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  try {
    await Promise.race([told, failed]);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearInterval(alive);
  }
};
