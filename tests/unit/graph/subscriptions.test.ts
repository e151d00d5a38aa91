/** Subscriptions over the wire. */
import { caught, clock, error, graph, mailboxId, open, useWire, wire } from '../../support/graph-on-wire.ts';

useWire();

describe('subscriptions', () => {
  const urls = {
    notificationUrl: 'https://relatiebrug.example/api/notifications',
    lifecycleUrl: 'https://relatiebrug.example/api/lifecycle',
    clientState: 'secret',
  };

  test('are made for the contacts with both addresses, within the longest life there is', async () => {
    await open();
    wire.answer = ({ body }) => ({ status: 201, body: { id: 's1', ...(body as object) } });
    const { id, expiresAt } = await graph.subscriptions.create(mailboxId, urls);
    expect(id).toBe('s1');
    const minutes = (Date.parse(expiresAt) - clock.now().getTime()) / 60_000;
    expect(minutes).toBeGreaterThan(10_000);
    expect(minutes).toBeLessThanOrEqual(10_080);
    expect(wire.asked[0]).toMatchObject({
      path: '/v1.0/subscriptions',
      headers: { prefer: 'IdType="ImmutableId"' },
      body: {
        resource: '/me/contacts',
        changeType: 'created,updated,deleted',
        lifecycleNotificationUrl: urls.lifecycleUrl,
      },
    });
  });

  test('that ended meanwhile are told as gone, and removing one twice is no error', async () => {
    await open();
    wire.answer = () => error(404, 'ResourceNotFound');
    expect(await graph.subscriptions.renew(mailboxId, 's1')).toBe('gone');
    await graph.subscriptions.remove(mailboxId, 's1');
    wire.answer = () => error(403, 'Forbidden');
    expect(await caught(graph.subscriptions.remove(mailboxId, 's1'))).toMatchObject({
      what: { kind: 'park' },
    });
  });
});
