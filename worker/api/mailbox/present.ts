/** A mailbox as its user sees it: state with the reason in words, counts, the running and the last pass. */
import type { MailboxSettings, MailboxView } from '../../../shared/api/mailbox.ts';
import type { Language } from '../../../shared/texts/language.ts';
import type { ActivationSettings } from '../../sync/selection.ts';
import { presentPass } from '../passes/present.ts';
import { brakeOf, messageOf } from './message.ts';
import { namesOf } from '../persons/present.ts';
import type { ApiDeps, MailboxSeen } from '../ports.ts';

/** When the mailbox is looked at again at the latest; null: not before a person does something. */
export const nextPassAt = ({ state, notBefore, nextDailyAt }: MailboxSeen, now: Date): string | null => {
  if (state !== 'active') return null;
  // After Retry-After it goes on by itself; else the night's turn is the next that is sure.
  return notBefore !== null && Date.parse(notBefore) > now.getTime() ? notBefore : nextDailyAt;
};

/** Every pass renews the sign-in, so one that ends this soon belongs to a mailbox that stands still. */
const SIGN_IN_ENDS_SOON_MS = 14 * 24 * 3_600_000;

const endsSoon = (endsAt: Date | null, now: Date): string | null =>
  endsAt !== null && endsAt.getTime() - now.getTime() < SIGN_IN_ENDS_SOON_MS ? endsAt.toISOString() : null;

export const presentSettings = (settings: ActivationSettings): MailboxSettings => ({
  groupsIncluded: [...settings.groupsIncluded],
  groupsExcluded: [...settings.groupsExcluded],
  conflictPolicy: settings.conflictPolicy,
  roles: [...settings.roles],
});

/** How many passes are looked back to find the last one that ended beside the one that runs. */
const LOOK_BACK = 5;

export const presentMailbox = async (
  deps: Pick<ApiDeps, 'mailboxes' | 'crm' | 'now' | 'signInEndsAt'>,
  mailbox: MailboxSeen,
  language: Language,
): Promise<MailboxView> => {
  const excluded = [...mailbox.excludedPersons];
  const [counts, passes, persons] = await Promise.all([
    deps.mailboxes.counts(mailbox.id),
    deps.mailboxes.passes(mailbox.id, { limit: LOOK_BACK, before: null }),
    deps.crm.persons(excluded),
  ]);
  const shown = passes.items.map(presentPass);
  const nameOf = namesOf(persons);
  const { id, state, settings } = mailbox;
  return {
    id,
    state,
    because: mailbox.stateBecause,
    message: messageOf(mailbox, language),
    brake: brakeOf(mailbox),
    brakeReleased: mailbox.brakeReleased,
    settings: presentSettings(settings),
    excludedPersons: excluded.map((personId) => ({ id: personId, displayName: nameOf(personId) })),
    counts,
    running: shown.find(({ result }) => result === 'running') ?? null,
    lastPass: shown.find(({ result }) => result !== 'running') ?? null,
    nextPassAt: nextPassAt(mailbox, deps.now()),
    signInEndsAt: endsSoon(await deps.signInEndsAt(mailbox), deps.now()),
  };
};
