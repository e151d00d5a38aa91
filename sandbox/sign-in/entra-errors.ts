/**
 * Refusals in the words of Entra: an OAuth error with an AADSTS number in the description and in `error_codes`
 * (learn.microsoft.com/entra/identity-platform/reference-error-codes).
 */
import { randomUUID } from 'node:crypto';

export interface EntraError {
  readonly status: number;
  readonly error: string;
  readonly aadsts: number;
  readonly message: string;
  readonly suberror?: string;
}

export const refusal = (
  error: string,
  aadsts: number,
  message: string,
  more: { status?: number; suberror?: string } = {},
): EntraError => ({ status: more.status ?? 400, error, aadsts, message, suberror: more.suberror });

export const errorText = (error: EntraError): string => `AADSTS${error.aadsts}: ${error.message}`;

/** The body of a token endpoint's refusal. */
export function errorBody(error: EntraError, nowMs: number): Record<string, unknown> {
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = new Date(nowMs).toISOString().replace('T', ' ').slice(0, 19) + 'Z';
  return {
    error: error.error,
    error_description: `${errorText(error)} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [error.aadsts],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    ...(error.suberror ? { suberror: error.suberror } : {}),
  };
}

/** What oidc-provider calls an error, with the number Entra gives it. */
const NUMBERS: Record<string, number> = {
  invalid_client: 700016,
  invalid_redirect_uri: 50011,
  invalid_request: 900144,
  invalid_scope: 70011,
  unsupported_grant_type: 70003,
  unsupported_response_type: 70005,
  login_required: 50058,
  interaction_required: 50058,
  consent_required: 65001,
  access_denied: 65004,
  server_error: 90019,
};

/** An error of oidc-provider's in Entra's shape. */
export function fromProvider(error: string, description: string | undefined, status: number): EntraError {
  if (error !== 'invalid_grant')
    return refusal(error, NUMBERS[error] ?? 90014, description ?? error, { status });
  return refusal('invalid_grant', 70008, 'The provided authorization code or refresh token is not valid.', {
    status,
  });
}
