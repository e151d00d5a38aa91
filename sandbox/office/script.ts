/** What the sandbox serves in the place of office.js: the fake Outlook as one classic script, made of functions' texts. */
import { installFakeBridge } from './fake-bridge.ts';
import { installFakeHost } from './fake-host.ts';
import { installHostedOffice } from './hosted.ts';

/**
 * The functions are written without imports, so that their texts stand alone. The loader that runs this process may
 * have put calls of `__name` into them (esbuild's keepNames), which only names functions for stack traces.
 */
export const officeScript = (): string => `(() => {
'use strict';
const __name = (named) => named;
(${installHostedOffice.toString()})(${installFakeHost.toString()}, ${installFakeBridge.toString()});
})();
`;
