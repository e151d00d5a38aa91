/**
 * One pass, followed: the id in its log lines is the one in the history and the exemplar in the metrics; the edits of a day are
 * told with how long they were on their way, and nobody's name, address or id is told with them.
 */
import type { PassId } from '../../shared/ids.ts';
import { createLogger, withLogIds } from '../../worker/log.ts';
import { createMetrics, type Metrics } from '../../worker/metrics/index.ts';
import type { PassReport } from '../../worker/pass/ports.ts';
import { createOffice, type Mailboxed, type Office, type Wrap } from '../support/office.ts';
import { parseOpenMetrics } from '../support/open-metrics.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;
let metrics: Metrics;
let lines: Record<string, unknown>[];
let counted: Wrap;
beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
  metrics = createMetrics('test');
  metrics.watchOffice(office.db);
  lines = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const log = createLogger({ logLevel: 'debug', logFormat: 'json' }, destination);
  counted = {
    deps: { meter: metrics.pass, trace: withLogIds, log },
    // A line from below the pass, by somebody who knows nothing of passes.
    store: (store) => ({
      ...store,
      marks: (id) => {
        log.debug({}, 'marks read');
        return store.marks(id);
      },
    }),
  };
}, 60_000);
afterEach(() => office.close());

const told = async () => parseOpenMetrics((await metrics.render()).body);
const idOf = (report: PassReport): PassId => {
  if (!report.ran) throw new Error(report.because);
  return report.passId;
};

test('a pass is found by one id in the log, the history and the metrics', async () => {
  await office.person({
    relationManagerId: who.employeeId,
    fields: { firstName: 'Anna', lastName: 'Geheimzinnig', workEmail: 'anna@geheim.example' },
  });
  const passId = idOf(await office.pass(who, 'activation', counted));
  expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['marks read', 'pass']));
  for (const line of lines) expect(line).toMatchObject({ passId, mailboxId: who.mailboxId });
  const { items } = await office.history.list({ passId });
  expect(items.length).toBeGreaterThan(0);
  const { exemplars, value, text } = await told();
  expect(exemplars('relatiebrug_passes_total')).toContain(passId);
  expect(exemplars('relatiebrug_pass_seconds_bucket')).toContain(passId);
  expect(value('relatiebrug_passes_total', { trigger: 'activation', outcome: 'done' })).toBe(1);
  expect(value('relatiebrug_pass_changes_total', { kind: 'created' })).toBe(1);
  // The first sync was asked for by no edit.
  expect(text).not.toContain('relatiebrug_freshness_seconds_bucket{');
  for (const secret of [who.mailboxId, who.employeeId, petra, 'Geheimzinnig', 'geheim.example'])
    expect(text).not.toContain(secret);
});

test('edits on both sides are told with how long they were on their way, from when they were made', async () => {
  const person = await office.person({
    relationManagerId: who.employeeId,
    fields: { firstName: 'Anna', lastName: 'Bos' },
  });
  await office.pass(who, 'activation', counted);
  await office.sandbox.clock.advance(60_000);
  await office.change(person.id, { fields: { jobTitle: 'Notaris' } });
  await office.sandbox.clock.advance(4_000);
  await office.pass(who, 'crmChange', counted);
  const outlook = office.sandbox.outlook(petra);
  outlook.edit(outlook.cards()[0]!, { businessPhones: ['020 123 4567'] });
  await office.sandbox.clock.advance(90_000);
  await office.pass(who, 'notification', counted);
  // A pass that finds nothing says nothing of freshness.
  await office.pass(who, 'daily', counted);
  const { value } = await told();
  const within = (to: string, trigger: string, le: string) =>
    value('relatiebrug_freshness_seconds_bucket', { to, trigger, le });
  expect([within('outlook', 'crmChange', '3'), within('outlook', 'crmChange', '10')]).toEqual([0, 1]);
  expect([within('crm', 'notification', '60'), within('crm', 'notification', '120')]).toEqual([0, 1]);
  expect(within('crm', 'daily', '+Inf')).toBeNull();
  expect(value('relatiebrug_freshness_recent_seconds', { to: 'crm', quantile: '0.95' })).toBeGreaterThan(85);
});

test('what a person decided, and what is only mended, is no measure of the way', async () => {
  await office.person({
    relationManagerId: who.employeeId,
    fields: { firstName: 'Anna', lastName: 'Bos', jobTitle: 'Notaris' },
  });
  await office.pass(who, 'activation', counted);
  const outlook = office.sandbox.outlook(petra);
  await office.sandbox.clock.advance(3_600_000);
  // The CRM does not take it: it waits, and is decided an hour later.
  outlook.edit(outlook.cards()[0]!, { surname: '' });
  await office.pass(who, 'notification', counted);
  await office.sandbox.clock.advance(3_600_000);
  await office.decide(who, 'lastNameRequired', 'crm');
  await office.pass(who, 'decision', counted);
  expect(outlook.cards()[0]!.values.surname).toBe('Bos');
  const { text, value } = await told();
  expect(value('relatiebrug_passes_total', { trigger: 'decision', outcome: 'done' })).toBe(1);
  expect(text).not.toContain('relatiebrug_freshness_seconds_bucket{');
});
