/** Lets a try through the mailbox's gate and counts it. One pass through here is one request on the wire. */
import type { Context } from '@microsoft/microsoft-graph-client';
import { callOf } from '../call.ts';
import { kindOf, statusClassOf, type GraphMeter } from '../metrics.ts';
import { ChainLink } from './chain-link.ts';

export class LimitsHandler extends ChainLink {
  constructor(private readonly meter: GraphMeter) {
    super();
  }

  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    const kind = kindOf(context.options?.method ?? 'GET', call.url);
    await call.session.gate.run(call.places, call.count, call.session.signal, async () => {
      call.session.requests += call.count;
      if (kind === 'batch') this.meter.batched(call.count);
      let status = -1;
      try {
        await this.next.execute(context);
        status = context.response?.status ?? -1;
      } finally {
        this.meter.answered(kind, statusClassOf(status));
      }
    });
    if (context.response?.status === 429) this.meter.throttled();
  }
}
