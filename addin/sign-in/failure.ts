/** Why a sign-in did not come about. Told apart by `code` only. */
export type SignInFailureCode =
  /** The user closed the window or said no. */
  | 'cancelled'
  /** No window could be opened: neither pop-up nor dialog. */
  | 'noWindow'
  | 'offline'
  /** Microsoft or Outlook refused; `detail` has its code. */
  | 'refused';

export class SignInFailure extends Error {
  override readonly name = 'SignInFailure';
  constructor(
    readonly code: SignInFailureCode,
    readonly detail: string | null = null,
  ) {
    super(detail ?? code);
  }
}
