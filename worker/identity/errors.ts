/** What can be wrong with sign-in before anybody signs in: a stable code, and what to do, for the administrator. */
export type IdentityErrorCode =
  /** The key file may be read by others. */
  | 'identity.keyFileOpen'
  /** No key file where the settings say, while tokens that were sealed with it exist. */
  | 'identity.keyFileMissing'
  /** The file is there but holds no key of 32 bytes. */
  | 'identity.keyFileWrong'
  | 'identity.keyFileUnreadable'
  /** Certificate or key cannot be read or is no PEM. */
  | 'identity.certificateUnreadable'
  /** The key does not belong to the certificate. */
  | 'identity.certificateKeyMismatch'
  /** Not yet or no longer valid. */
  | 'identity.certificateExpired';

export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  constructor(
    readonly code: IdentityErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Sealed data that does not open. `unknownKey`: sealed with a key that is not configured; `damaged`: altered or moved. */
export class SealError extends Error {
  override readonly name = 'SealError';
  constructor(readonly code: 'unknownKey' | 'damaged') {
    super(code);
  }
}

/** True for a SealError of any realm. */
export const isSealError = (error: unknown): error is SealError =>
  typeof error === 'object' && error !== null && (error as { name?: unknown }).name === 'SealError';
