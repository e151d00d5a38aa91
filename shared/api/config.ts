/**
 * What the pane must know before it can sign anybody in: `GET /config.json`, without a token, beside the pane's own
 * files. Public values only: whatever stands here is readable for everyone who can reach the worker.
 */
import { z } from 'zod';

export const paneConfig = z
  .object({
    /** Application (client) id of the app registration in Entra. */
    clientId: z.string().min(1).max(100),
    /** Where people sign in, with the tenant, e.g. `https://login.microsoftonline.com/organizations`. */
    authority: z.url(),
    /** The one scope the pane asks for: this worker's API, e.g. `api://<client id>/access_as_user`. */
    scope: z.string().min(1).max(300),
  })
  .meta({ id: 'PaneConfig', description: 'How the pane signs in. Public values only.' });
export type PaneConfig = z.infer<typeof paneConfig>;
