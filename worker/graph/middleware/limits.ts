/** Lets a try through the mailbox's gate and counts it. One pass through here is one request on the wire. */
import type { Context } from '@microsoft/microsoft-graph-client';
import { callOf } from '../call.ts';
import type { GraphMetrics } from '../metrics.ts';
import { ChainLink } from './chain-link.ts';

export class LimitsHandler extends ChainLink {
  constructor(private readonly metrics: GraphMetrics) {
    super();
  }

  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    await call.session.gate.run(call.places, call.count, call.session.signal, async () => {
      call.session.requests += call.count;
      this.metrics.requests += call.count;
      await this.next.execute(context);
    });
    if (context.response?.status === 429) this.metrics.throttled += 1;
  }
}
