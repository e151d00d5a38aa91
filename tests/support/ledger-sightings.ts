/**
 * What can be seen of a run at any moment, read on from where it was read last: everything the app wrote on cards (the
 * sandbox's audit) and every state that a person of the CRM ever had (a trigger of our own). From it: which values reached
 * which side, which cards the app made and for whom, and what it should never have done (statements 4 and 6).
 */
import sql from 'sql-template-tag';
import type { AuditEntry, Sandbox } from '../../sandbox/index.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Db } from '../../worker/store/db.ts';
import { connectorProperty } from './office.ts';
import {
  mappedProperties,
  typedFieldIds,
  typedFields,
  valueIn,
  Values,
  type TypedFieldId,
} from './typed-fields.ts';

/** Rows that were written at once may be seen out of their order; those of before are looked at again. */
const overlap = 500;

export const watchCrm = async (db: Db): Promise<void> => {
  await db.query(sql`
    CREATE TABLE IF NOT EXISTS public.seen_persons (seq bigserial PRIMARY KEY, id uuid, content jsonb)`);
  await db.query(sql`
    CREATE TABLE IF NOT EXISTS public.seen_connector_ids (person_id uuid, connector_id text)`);
  await db.query(sql`
    CREATE OR REPLACE FUNCTION public.see_person() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO public.seen_persons (id, content) VALUES (new.id, to_jsonb(new)); RETURN new; END'`);
  await db.query(sql`
    CREATE OR REPLACE FUNCTION public.see_connector_id() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO public.seen_connector_ids VALUES (new.person_id, new.connector_id); RETURN new; END'`);
  await db.query(sql`
    CREATE OR REPLACE TRIGGER see_person AFTER INSERT OR UPDATE ON crm.persons
    FOR EACH ROW EXECUTE FUNCTION public.see_person()`);
  await db.query(sql`
    CREATE OR REPLACE TRIGGER see_connector_id AFTER INSERT OR UPDATE ON crm.connector_ids
    FOR EACH ROW EXECUTE FUNCTION public.see_connector_id()`);
};

const connectorIdIn = ({ values }: AuditEntry): string | null => {
  const properties = values['singleValueExtendedProperties'] as { id: string; value: string }[] | undefined;
  return properties?.find(({ id }) => id === connectorProperty)?.value ?? null;
};

const others = (items: unknown): unknown[] =>
  ((items ?? []) as unknown[]).slice(1).map((item) => (item as { address?: string }).address ?? item);

/** What an app's write did that it must never do. */
const wrongs = ({ action, properties, values, before }: AuditEntry): string[] => {
  const said: string[] = [];
  if (action !== 'created' && action !== 'updated') said.push(`the app ${action} a card`);
  const strange = properties.filter((name) => !mappedProperties.has(name));
  if (strange.length > 0) said.push(`the app wrote ${strange.join()}`);
  for (const list of ['businessPhones', 'emailAddresses']) {
    if (action !== 'updated' || !(list in values)) continue;
    if (JSON.stringify(others(before[list])) !== JSON.stringify(others(values[list])))
      said.push(`the app changed the user's own ${list}`);
  }
  return said;
};

export class Sightings {
  /** Values that the app has put on any card, and that ever stood in the CRM. */
  readonly onCards = new Values();
  readonly inCrm = new Values();
  /** Sentences about what was seen and must not be; each once. */
  readonly problems: string[] = [];
  /** The connector ID that a card of the app was made with, by its id. */
  readonly made = new Map<string, string | null>();
  readonly personOf = new Map<string, PersonId>();
  readonly #read = new Map<string, number>();
  readonly #strange = new Set<string>();
  #seq = 0;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly users: readonly string[],
    /** Whether this value may stand in this person's record. */
    private readonly isStrange: (id: PersonId, field: TypedFieldId, value: string) => string | null,
  ) {}

  #readAudit(user: string): void {
    const { audit } = this.sandbox.outlook(user);
    for (const entry of audit.slice(this.#read.get(user) ?? 0)) {
      if (entry.by !== 'app') continue;
      if (entry.action === 'created') this.made.set(entry.cardId, connectorIdIn(entry));
      this.onCards.addAll((field) => valueIn(field, entry.values));
      this.problems.push(...wrongs(entry).map((text) => `${user}: ${text}`));
    }
    this.#read.set(user, audit.length);
  }

  async #readCrm(db: Db): Promise<void> {
    const seen = await db.query<{ seq: string; id: PersonId; content: Record<string, string | null> }>(
      sql`SELECT seq, id, content FROM public.seen_persons WHERE seq > ${this.#seq - overlap} ORDER BY seq`,
    );
    for (const { seq, id, content } of seen) {
      this.#seq = Math.max(this.#seq, Number(seq));
      this.inCrm.addAll((field) => content[typedFields[field].column] ?? null);
      for (const field of typedFieldIds) this.#judge(id, field, content[typedFields[field].column] ?? null);
    }
  }

  #judge(id: PersonId, field: TypedFieldId, value: string | null): void {
    const key = `${id} ${field} ${value}`;
    if (value === null || this.#strange.has(key)) return;
    const problem = this.isStrange(id, field, value);
    if (problem === null) return;
    this.#strange.add(key);
    this.problems.push(problem);
  }

  /** Which cards the app made, and for whom. */
  async lookAtCards(db: Db): Promise<void> {
    for (const user of this.users) this.#readAudit(user);
    const ids = await db.query<{ person_id: PersonId; connector_id: string }>(
      sql`SELECT DISTINCT person_id, connector_id FROM public.seen_connector_ids`,
    );
    for (const { person_id, connector_id } of ids) this.personOf.set(connector_id, person_id);
  }

  /** Reads on both sides. */
  async look(db: Db): Promise<void> {
    await this.lookAtCards(db);
    await this.#readCrm(db);
  }
}
