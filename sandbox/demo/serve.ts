/** `--serve`: where everything is, and what to try on it: lines to be copied into another terminal, in order. */
import { CONNECTOR } from './office.ts';
import type { Stage } from './stage.ts';
import type { Teller } from './tell.ts';
import type { Texts } from './texts.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';
const JOOST = 'joost@kantoor-voorbeeld.example';

const places = ({ sandbox, workerUrl }: Stage, names: Texts['places']): (readonly [string, string])[] => {
  const people = sandbox.users.all();
  return [
    [names.worker, workerUrl],
    [names.docs, `${workerUrl}/api/openapi.json`],
    [names.sandbox, `${sandbox.url}/sandbox`],
    [names.authority, sandbox.caFile],
    [
      names.people,
      people
        .slice(0, 4)
        .map(({ userPrincipalName }) => userPrincipalName)
        .join(', '),
    ],
    [names.password, people[0]?.password ?? ''],
  ];
};

/** Short enough to be read: what repeats itself is put in variables first. */
const tries = ({ sandbox, workerUrl }: Stage, said: Texts['tries']): string[] => {
  const card = sandbox
    .outlook(PETRA)
    .cards()
    .find(({ properties, values }) => CONNECTOR in properties && values.surname && values.mobilePhone);
  const json = `-H 'content-type: application/json'`;
  const signIn = (variable: string, user: string): string =>
    `${variable}="authorization: Bearer $(curl -s ${json} -d '{"user":"${user}","kind":"api"}' $SANDBOX/sandbox/tokens | ` +
    `node -pe 'JSON.parse(require("fs").readFileSync(0)).token')"`;
  const find = `curl -s -H "$PETRA" "$WORKER/api/persons?q=${encodeURIComponent(card?.values.displayName ?? '')}"`;
  return [
    said.addresses,
    `export CURL_CA_BUNDLE='${sandbox.caFile}' WORKER=${workerUrl} SANDBOX=${sandbox.url}`,
    said.token,
    signIn('PETRA', PETRA),
    said.link,
    `curl -s -H "$PETRA" $WORKER/api/mailbox`,
    said.person,
    find,
    said.edit,
    `curl -s ${json} -d '["${card?.id ?? ''}", {"mobilePhone":"06 0000 0888"}]' $SANDBOX/sandbox/outlook/${PETRA}/edit`,
    said.seen,
    find,
    said.joost,
    signIn('JOOST', JOOST),
    `curl -s -X POST -H "$JOOST" $WORKER/api/activation/ticket`,
  ];
};

export const showPlaces = (stage: Stage, tell: Teller, texts: Texts): void => {
  tell.plain('', texts.serving, '');
  tell.table(places(stage, texts.places));
  tell.plain('', texts.tryThis, '', ...tries(stage, texts.tries), '');
};
