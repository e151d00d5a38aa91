/** Signals a process of this run; one that has ended meanwhile needs none. */
export const killNow = (pid: number, signal: 'SIGKILL' | 'SIGQUIT' = 'SIGKILL'): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
