/** Opens an address in the reader's own browser, where there is one to look at; else does nothing. */
import { spawn } from 'node:child_process';

/** Null: nobody sits before this computer (a build server, a terminal without a screen), or wants no browser. */
export const browserCommand = (
  url: string,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [command: string, ...args: string[]] | null => {
  if (env['CI'] || env['BROWSER'] === 'none') return null;
  if (platform === 'darwin') return env['SSH_CONNECTION'] ? null : ['open', url];
  // `start` takes its first quoted word for a title.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', url];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', url] : null;
};

/** Whether it opens or not, the address has been printed. */
export const openBrowser = (url: string): void => {
  const [command, ...args] = browserCommand(url, process.platform, process.env) ?? [];
  if (command === undefined) return;
  const child = spawn(command, args, { detached: true, stdio: 'ignore', windowsHide: true });
  child.once('error', () => undefined);
  child.unref();
};
