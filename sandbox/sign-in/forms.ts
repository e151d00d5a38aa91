/** The few pages of the stand-in: sign in, consent, and the page on which Entra leaves a user when nothing else helps. */
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>*{box-sizing:border-box}body{font:15px/1.5 "Segoe UI",system-ui,sans-serif;color:#1b1b1b;background:#f2f2f2;margin:0;padding:1rem}
main{background:#fff;max-width:27rem;margin:3rem auto;padding:2.5rem;box-shadow:0 2px 6px rgba(0,0,0,.2)}
main>p:first-child{color:#616161;font-weight:600;margin:0 0 1rem}h1{font-size:1.4rem;font-weight:600;margin:0 0 1rem}
input{display:block;width:100%;font:inherit;padding:.4rem .6rem;margin:.2rem 0 1rem;border:1px solid #666}
button{font:inherit;min-width:6.5rem;padding:.4rem 1rem;margin:.5rem .5rem 0 0;border:0;background:#e1e1e1;color:inherit;cursor:pointer}
button.main{background:#0067b8;color:#fff}button:focus-visible,input:focus-visible{outline:2px solid #1b1b1b;outline-offset:2px}
.hint{color:#616161;font-size:.9rem}.error{color:#a4262c}ul{padding-left:1.2rem}</style></head>
<body><main><p>Sandbox Microsoft 365</p>${body}</main></body></html>`;

export const loginPage = (o: { action: string; hint: string; password: string; error?: string }): string =>
  page(
    'Aanmelden',
    `<h1>Aanmelden</h1>${o.error ? `<p class="error" role="alert">${escape(o.error)}</p>` : ''}
<form method="post" action="${escape(o.action)}" data-form="login">
<label>Account <input name="username" autocomplete="username" value="${escape(o.hint)}" required></label>
<label>Wachtwoord <input name="password" type="password" autocomplete="current-password" required></label>
<p class="hint">Dit is een zandbak: alle accounts zijn verzonnen en het wachtwoord is ${escape(o.password)}.</p>
<button class="main" type="submit">Volgende</button></form>`,
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
<button class="main" type="submit" name="decision" value="accept">Accepteren</button></form>`,
  );

export const errorPage = (text: string): string =>
  page('Aanmelden', `<h1>Aanmelden lukt niet</h1><p class="error" data-error>${escape(text)}</p>`);
