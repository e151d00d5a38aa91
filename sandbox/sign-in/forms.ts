/** The few pages of the stand-in: sign in, consent, and the page on which Entra leaves a user when nothing else helps. */
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem}
input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.4rem;margin:.2rem 0 1rem}
button{font:inherit;padding:.4rem 1.2rem;margin-right:.5rem}.error{color:#a4262c}</style></head>
<body><main><p>Sandbox Microsoft 365</p>${body}</main></body></html>`;

export const loginPage = (o: { action: string; hint: string; error?: string }): string =>
  page(
    'Aanmelden',
    `<h1>Aanmelden</h1>${o.error ? `<p class="error" role="alert">${escape(o.error)}</p>` : ''}
<form method="post" action="${escape(o.action)}" data-form="login">
<label>Account <input name="username" autocomplete="username" value="${escape(o.hint)}" required></label>
<label>Wachtwoord <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Volgende</button></form>`,
  );

const MEANINGS: Record<string, string> = {
  'Contacts.ReadWrite': 'Volledige toegang tot uw contactpersonen',
  'Contacts.Read': 'Uw contactpersonen lezen',
  'User.Read': 'U aanmelden en uw profiel lezen',
  profile: 'Uw basisprofiel bekijken',
  email: 'Uw e-mailadres bekijken',
  offline_access: 'Toegang behouden tot gegevens waartoe u toegang hebt gegeven',
};

export const consentPage = (o: { action: string; app: string; user: string; scopes: string[] }): string =>
  page(
    'Gevraagde machtigingen',
    `<p>${escape(o.user)}</p><h1>Gevraagde machtigingen</h1><p>${escape(o.app)} wil graag:</p>
<ul>${o.scopes.map((scope) => `<li data-scope="${escape(scope)}">${escape(MEANINGS[scope] ?? scope)}</li>`).join('')}</ul>
<form method="post" action="${escape(o.action)}" data-form="consent">
<button type="submit" name="decision" value="decline">Annuleren</button>
<button type="submit" name="decision" value="accept">Accepteren</button></form>`,
  );

export const errorPage = (text: string): string =>
  page('Aanmelden', `<h1>Aanmelden lukt niet</h1><p class="error" data-error>${escape(text)}</p>`);
