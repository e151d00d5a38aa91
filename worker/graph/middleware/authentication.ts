/**
 * Puts the token on a request to our own service and on no other. The client's handler compares host names without
 * their port and sends requests without a token where it does not know the host; both would go unnoticed.
 */
import type { Context } from '@microsoft/microsoft-graph-client';
import { ownLink } from '../base-url.ts';
import type { ServiceRoot } from '../base-url.ts';
import { callOf, setHeader } from '../call.ts';
import { ChainLink } from './chain-link.ts';

export class AuthenticationHandler extends ChainLink {
  constructor(private readonly service: ServiceRoot) {
    super();
  }

  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    ownLink(this.service, call.url);
    setHeader(context, 'Authorization', `Bearer ${call.token}`);
    await this.next.execute(context);
  }
}
