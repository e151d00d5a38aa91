/** A link of the Graph client's middleware chain that knows the next one. */
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';

export abstract class ChainLink implements Middleware {
  protected next!: Middleware;
  setNext(next: Middleware): void {
    this.next = next;
  }
  abstract execute(context: Context): Promise<void>;
}
