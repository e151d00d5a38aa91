/**
 * First import of every page with a script: zod tries out whether it may make functions from text. The page's policy
 * refuses that, as it should, and would report each try (securitypolicyviolation). So zod is told not to try; it has to
 * know before the first schema is made.
 */
import { config } from 'zod/v4/core';

config({ jitless: true });
