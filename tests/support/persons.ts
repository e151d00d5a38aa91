/** Invented persons, links and cards for tests of the core. */
import { alone } from '../../worker/sync/guard/facts.ts';
import type {
  CardId,
  ConnectorId,
  EmployeeId,
  FolderId,
  HeldId,
  LinkId,
  OrganisationId,
  PersonId,
  RulingId,
} from '../../shared/ids.ts';
import { blankPersonFields, type Person, type PersonFields } from '../../shared/person.ts';
import type { Base } from '../../worker/sync/base.ts';
import { blankCard, type OutlookCard } from '../../worker/sync/fields/card.ts';
import { outlookTable } from '../../worker/sync/fields/outlook.ts';
import type { CardReading, Link, OpenHeld } from '../../worker/sync/link.ts';
import type { LinkSituation, LinkTerms } from '../../worker/sync/link-terms.ts';
import type { Hold } from '../../worker/sync/plan.ts';
import type { Choice, Ruling } from '../../worker/sync/ruling.ts';
import type { ConflictPolicy } from '../../worker/sync/selection.ts';

export const petra = 'employee-petra' as EmployeeId;
export const contacts = 'folder-contacts' as FolderId;

export const aPerson = (
  fields: Partial<PersonFields> = {},
  rest: Partial<Omit<Person, 'fields'>> = {},
): Person => ({
  id: 'person-1' as PersonId,
  kind: 'contactPerson',
  fields: { ...blankPersonFields(), lastName: 'Vries', ...fields },
  organisation: { id: 'org-1' as OrganisationId, name: 'Bakkerij Voorbeeld B.V.' },
  relationManagerId: petra,
  ownerIds: [],
  groups: [],
  former: false,
  headId: null,
  version: 'v1',
  changedAt: '2026-01-01T00:00:00.000Z',
  ...rest,
});

export const aLink = (base: Base = {}, rest: Partial<Link> = {}): Link => ({
  id: 'link-1' as LinkId,
  personId: 'person-1' as PersonId,
  connectorId: '11111111-1111-4111-8111-111111111111' as ConnectorId,
  state: 'active',
  pausedBecause: null,
  cardId: 'card-1' as CardId,
  folderId: contacts,
  etag: 'W/"1"',
  base,
  cleanUp: false,
  ...rest,
});

export const aReading = (
  content: Partial<OutlookCard> = {},
  rest: Partial<CardReading<OutlookCard>> = {},
): CardReading<OutlookCard> => ({
  cardId: 'card-1' as CardId,
  etag: 'W/"2"',
  folderId: contacts,
  inDeletedItems: false,
  connectorId: '11111111-1111-4111-8111-111111111111' as ConnectorId,
  changedAt: '2026-01-02T00:00:00.000Z',
  content: { ...blankCard, ...content },
  ...rest,
});

export const terms = (policy: ConflictPolicy = 'crm'): LinkTerms<OutlookCard> => ({
  table: outlookTable,
  country: 'NL',
  policy,
  takes: (field, value) => (field === 'lastName' && value === null ? 'lastNameRequired' : null),
  followed: new Set([contacts]),
  guard: {
    now: '2026-01-03T00:00:00.000Z',
    takePrint: (kind, value) => `${kind}:${value}`,
    carriers: () => 0,
  },
});

export const situation = (over: Partial<LinkSituation<OutlookCard>> = {}): LinkSituation<OutlookCard> => ({
  link: aLink(),
  person: aPerson(),
  selection: { selected: true, because: 'relationManager' },
  card: aReading({ surname: 'Vries' }),
  twins: [],
  held: [],
  surroundings: alone,
  rulings: [],
  ...over,
});

/** A held change as the next plan finds it open. */
export const openHeld = ({ key, reason, donorPersonId, cardId, fields }: Hold, id = 'held-1'): OpenHeld => ({
  id: id as HeldId,
  key,
  reason,
  donorPersonId,
  cardId,
  fields,
});

/** What a person decided about it, not met by a pass yet. */
export const aRuling = (hold: Hold, choice: Choice, over: Partial<Ruling> = {}): Ruling => ({
  id: 'ruling-1' as RulingId,
  key: hold.key,
  reason: hold.reason,
  personId: hold.personId,
  linkId: hold.linkId,
  donorPersonId: hold.donorPersonId,
  cardId: hold.cardId,
  held: hold.fields,
  choice,
  fields: {},
  forPair: false,
  pending: true,
  ...over,
});
