/** How to sign in here: public values that the worker serves beside the pane. */
import { paneConfig, type PaneConfig } from '../../shared/api/config.ts';
import { request } from './request.ts';

export const loadConfig = (): Promise<PaneConfig> =>
  request({ method: 'GET', path: '/config.json', answer: paneConfig });
