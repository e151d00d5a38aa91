/** `--serve`: where everything is, and what to try on it. */
import type { Stage } from './stage.ts';
import type { Teller } from './tell.ts';
import type { Texts } from './texts.ts';

export const showPlaces = (
  { sandbox, workerUrl }: Stage,
  tell: Teller,
  { places, ...texts }: Texts,
): void => {
  const { caFile } = sandbox;
  const people = sandbox.users.all();
  const password = people[0]?.password ?? '';
  tell.plain('', texts.serving, '');
  tell.table([
    [places.worker, workerUrl],
    [places.docs, `${workerUrl}/api/openapi.json`],
    [places.sandbox, `${sandbox.url}/sandbox`],
    [places.authority, caFile],
    ...people.slice(0, 4).map((user) => [places.people, user.userPrincipalName] as const),
    [places.password, password],
  ]);
  const curl = `curl -s --cacert "${caFile}"`;
  const json = `-H 'content-type: application/json'`;
  const token = (user: string): string =>
    `$(${curl} ${json} -d '{"user":"${user}","kind":"api"}' ${sandbox.url}/sandbox/tokens | ` +
    `node -pe 'JSON.parse(require("fs").readFileSync(0)).token')`;
  const person = sandbox
    .outlook('petra@kantoor-voorbeeld.example')
    .cards()
    .find(
      ({ properties, values }) => Object.keys(properties).length > 0 && values.surname && values.companyName,
    );
  const name = encodeURIComponent(person?.values.displayName ?? '');
  const card = person?.id ?? '';
  tell.plain(
    '',
    texts.tryThis,
    '',
    texts.tries.token,
    `TOKEN=${token('petra@kantoor-voorbeeld.example')}`,
    texts.tries.link,
    `${curl} -H "authorization: Bearer $TOKEN" ${workerUrl}/api/mailbox`,
    texts.tries.person,
    `${curl} -H "authorization: Bearer $TOKEN" '${workerUrl}/api/persons?q=${name}'`,
    texts.tries.edit,
    `${curl} ${json} -d '["${card}", {"mobilePhone":"06 0000 0888"}]' ${sandbox.url}/sandbox/outlook/petra@kantoor-voorbeeld.example/edit`,
    texts.tries.seen,
    `${curl} -H "authorization: Bearer $TOKEN" '${workerUrl}/api/persons?q=${name}'`,
    texts.tries.joost,
    `${curl} -X POST -H "authorization: Bearer ${token('joost@kantoor-voorbeeld.example')}" ${workerUrl}/api/activation/ticket`,
    '',
  );
};
