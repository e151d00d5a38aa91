/**
 * Every port a pass goes through. The adapters (graph, crm, store, identity) fulfil these and know nothing of
 * each other; `worker/main.ts` puts them together.
 *
 * Expected outcomes are returned as closed unions. Trouble that ends or delays a pass is thrown as `Trouble`.
 */
export * from './ports/trouble.ts';
export * from './ports/deactivated.ts';
export type * from './ports/crm-port.ts';
export type * from './ports/remote-port.ts';
export type * from './ports/store-port.ts';
export type * from './ports/meter.ts';
export type * from './ports/request.ts';
export type * from './ports/time.ts';
