/** Why a person is (not) in one's Outlook; loaded when it is asked. */
import { why } from '../../shared/api/why.ts';
import type { Call } from './call.ts';

export const whyApi = (call: Call) => ({
  why: (personId: string) => call('GET', `/api/persons/${encodeURIComponent(personId)}/why`, why),
});
