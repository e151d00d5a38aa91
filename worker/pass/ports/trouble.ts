/** Trouble that ends or delays a pass (R13, R14); expected outcomes are returned instead. */

/** What a failure means for the pass; the pass is the one place that acts on it. */
export type TroubleKind =
  /** Later, not before `afterMs` (R14: this mailbox alone). */
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** The delta cursor is lost: a fresh round, absence confirmed card by card (R13). */
  | { readonly kind: 'resync' }
  /** The user must sign in again; the mailbox keeps its state (R14). */
  | { readonly kind: 'park'; readonly because: 'signInAgain' | 'consentMissing' | 'mailboxGone' }
  /** The pass no longer holds the mailbox: stop at once and write nothing more. */
  | { readonly kind: 'leaseLost' }
  /** Wrong configuration (client secret, audience): no pass can run until an administrator mends it. */
  | { readonly kind: 'misconfigured' }
  /** Not foreseen. Logged with its code, the mailbox tries again later. */
  | { readonly kind: 'bug' };

export class Trouble extends Error {
  override readonly name = 'Trouble';
  constructor(
    /** Stable code for logs and status, e.g. `graph.throttled`; never personal data. */
    readonly code: string,
    readonly what: TroubleKind,
    options?: { cause?: unknown },
  ) {
    super(code, options);
  }
}
