/** A fresh `client-request-id` for every try: what Microsoft's support asks for, and what the log carries. */
import { randomUUID } from 'node:crypto';
import type { Context } from '@microsoft/microsoft-graph-client';
import { callOf, setHeader } from '../call.ts';
import { ChainLink } from './chain-link.ts';

export class RequestIdHandler extends ChainLink {
  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    call.clientRequestId = randomUUID();
    setHeader(context, 'client-request-id', call.clientRequestId);
    // Default ids change when a card is moved; https://learn.microsoft.com/graph/outlook-immutable-id
    const prefer = (context.options?.headers as Record<string, string> | undefined)?.['Prefer'];
    const wanted = [call.ids === 'immutable' ? immutableIds : '', prefer].filter(Boolean).join(', ');
    if (wanted !== '') setHeader(context, 'Prefer', wanted);
    await this.next.execute(context);
  }
}

export const immutableIds = 'IdType="ImmutableId"';
