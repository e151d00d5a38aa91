/**
 * Failures as Graph tells them ("Microsoft Graph error responses and resource types"), and the two ways in which a
 * connection ends without an answer.
 */

export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** No answer will be sent: the server cuts the connection, or leaves it hanging. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(readonly how: 'cut' | 'hang') {
    super(how);
  }
}

export const badRequest = (code: string, message: string): Problem => new Problem(400, code, message);

export const notFound = (): Problem =>
  new Problem(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');

export const noSegment = (segment: string): Problem =>
  badRequest('BadRequest', `Resource not found for the segment '${segment}'.`);

export const notAllowed = (method: string): Problem =>
  new Problem(405, 'ErrorInvalidRequest', `The OData request is not supported: ${method}.`);

/** Graph's error codes for the statuses that faults produce. */
export const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'ErrorInvalidRequest',
  401: 'InvalidAuthenticationToken',
  403: 'ErrorAccessDenied',
  404: 'ErrorItemNotFound',
  409: 'ErrorIrresolvableConflict',
  412: 'ErrorIrresolvableConflict',
  429: 'ApplicationThrottled',
  500: 'ErrorInternalServerError',
  502: 'BadGateway',
  503: 'ErrorServerBusy',
  504: 'UnknownError',
  507: 'ErrorQuotaExceeded',
};
