/**
 * Signing in where the browser refuses pop-ups: a dialog of Outlook opens signin.html, which signs in by redirect and
 * hands the token to the pane. The token stays in the pane's memory.
 */
import { z } from 'zod';
import type { Host } from '../office/host.ts';
import { SignInFailure } from './failure.ts';

/** What signin.html says to the pane. */
export const dialogMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), token: z.string().min(1), expiresAtMs: z.number() }),
  z.object({ kind: z.literal('failed'), code: z.string() }),
]);
export type DialogMessage = z.infer<typeof dialogMessage>;

export interface DialogToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

export const askInDialog = async (host: Host): Promise<DialogToken> => {
  const dialog = await host.openDialog(`${window.location.origin}/signin.html`);
  if (dialog === null) throw new SignInFailure('noWindow');
  return new Promise((resolve, reject) => {
    dialog.onMessage((text) => {
      const message = readMessage(text);
      if (message === null) return;
      dialog.close();
      if (message.kind === 'token') resolve(message);
      else
        reject(new SignInFailure(message.code === 'access_denied' ? 'cancelled' : 'refused', message.code));
    });
    dialog.onClosed(() => {
      reject(new SignInFailure('cancelled'));
    });
  });
};

const readMessage = (text: string): DialogMessage | null => {
  try {
    return dialogMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
};
