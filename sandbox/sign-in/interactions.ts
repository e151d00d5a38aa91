/** The two forms between an authorize request and its answer: who are you, and do you allow this. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';

import type { SandboxUser, SandboxUsers } from '../users.ts';
import type { Apps } from './apps.ts';
import type { Consents } from './consents.ts';
import { consentPage, errorPage, loginPage } from './forms.ts';
import { readForm, sendHtml } from './http.ts';
import { fillGrant, INTERACTION_PATH, TENANT_PARAM } from './provider.ts';
import { needsConsent, OFFLINE } from './scopes.ts';

export interface InteractionParts {
  readonly users: SandboxUsers;
  readonly apps: Apps;
  readonly consents: Consents;
  readonly withheld: () => ReadonlySet<string>;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isTenantId = (segment: string): boolean => /^[0-9a-f-]{36}$/.test(segment);

export async function handleInteraction(
  provider: Provider,
  parts: InteractionParts,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  let details: Details;
  try {
    details = await provider.interactionDetails(req, res);
  } catch {
    sendHtml(res, 400, errorPage('AADSTS50058: The sign-in has ended or was started in another browser.'));
    return;
  }
  const form = req.method === 'POST' ? await readForm(req) : null;
  if (details.prompt.name === 'login') await login(provider, parts, req, res, details, form);
  else await consent(provider, parts, req, res, details, form);
}

async function login(
  provider: Provider,
  parts: InteractionParts,
  req: IncomingMessage,
  res: ServerResponse,
  details: Details,
  form: URLSearchParams | null,
): Promise<void> {
  const action = `${INTERACTION_PATH}${details.uid}`;
  const hint = form?.get('username') ?? text(details.params.login_hint);
  const password = parts.users.all()[0]?.password ?? '';
  if (!form) {
    sendHtml(res, 200, loginPage({ action, hint, password }));
    return;
  }
  const user = parts.users.find(form.get('username') ?? '');
  const error = refuseLogin(user, form.get('password') ?? '', text(details.params[TENANT_PARAM]));
  if (error || !user) sendHtml(res, 200, loginPage({ action, hint, password, error: error ?? '' }));
  else await provider.interactionFinished(req, res, { login: { accountId: user.id } });
}

function refuseLogin(user: SandboxUser | undefined, password: string, tenant: string): string | null {
  if (!user || user.password !== password) return 'AADSTS50126: Het account of het wachtwoord is onjuist.';
  if (isTenantId(tenant) && user.tenantId !== tenant)
    return 'AADSTS50020: Dit account bestaat niet in de tenant waarvoor u zich aanmeldt.';
  return null;
}

async function consent(
  provider: Provider,
  parts: InteractionParts,
  req: IncomingMessage,
  res: ServerResponse,
  details: Details,
  form: URLSearchParams | null,
): Promise<void> {
  const clientId = text(details.params.client_id);
  const userId = details.session?.accountId ?? '';
  const scopes = text(details.params.scope).split(' ').filter(Boolean);
  if (!form) {
    const shown = scopes
      .filter((scope) => needsConsent(scope, clientId))
      .map((scope) => (scope === OFFLINE ? 'offline_access' : scope));
    const app = parts.apps.find(clientId)?.name ?? clientId;
    const user = parts.users.get(userId).userPrincipalName;
    const action = `${INTERACTION_PATH}${details.uid}`;
    sendHtml(res, 200, consentPage({ action, app, user, scopes: shown }));
    return;
  }
  if (form.get('decision') !== 'accept') {
    const error_description = 'AADSTS65004: User declined to consent to access the app.';
    await provider.interactionFinished(req, res, { error: 'access_denied', error_description });
    return;
  }
  const grant = new provider.Grant({ accountId: userId, clientId });
  fillGrant(grant, scopes, parts.withheld());
  parts.consents.give(userId, clientId, scopes);
  await provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } });
}
