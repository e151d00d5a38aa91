/** Two people at one office's address, for tests of R7 in the plan: Petra de Vries, whose card it is, and Kees Jansen. */
import type { PersonId } from '../../shared/ids.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import type { LinkSituation, LinkTerms } from '../../worker/sync/link-terms.ts';
import { planCreate } from '../../worker/sync/plan-link.ts';
import type { Hold, HoldReason, Step } from '../../worker/sync/plan.ts';
import { type ConflictPolicy } from '../../worker/sync/selection.ts';
import { around, daysAgo, guardTerms, linkedTo } from './neighbours.ts';
import { aLink, aPerson, aReading, situation, terms as plainTerms } from './persons.ts';

export type StepOf<Kind extends Step<OutlookCard>['kind']> = Extract<Step<OutlookCard>, { kind: Kind }>;

export const office = 'info@kantoor.example';
export const petra = aPerson({
  firstName: 'Petra',
  surnamePrefix: 'de',
  lastName: 'Vries',
  workEmail: office,
  workPhone: '020-1234567',
  workMobile: '06-11111111',
  birthDate: '1980-02-29',
});
export const kees = aPerson(
  {
    firstName: 'Kees',
    lastName: 'Jansen',
    workEmail: office,
    workPhone: '010-7654321',
    workMobile: '06-22222222',
    birthDate: '1971-05-06',
  },
  { id: 'person-2' as PersonId },
);
export const { card, base } = planCreate(plainTerms(), petra);
export const { card: keesCard } = planCreate(plainTerms(), kees);
export const keesOnCard = linkedTo(kees, 'card-2', [daysAgo(90), keesCard]);
export const own = { ...linkedTo(petra, 'card-1', [daysAgo(90), card]) };
export const near = around([keesOnCard], [kees], own);

export const terms = (policy: ConflictPolicy = 'crm'): LinkTerms<OutlookCard> => ({
  ...plainTerms(policy),
  guard: guardTerms(),
});
export const on = (
  content: Partial<OutlookCard>,
  over: Partial<LinkSituation<OutlookCard>> = {},
): LinkSituation<OutlookCard> =>
  situation({
    person: petra,
    link: aLink(base),
    card: aReading({ ...card, ...content }),
    surroundings: near,
    ...over,
  });
export const kinds = (steps: readonly { kind: string }[]) => steps.map(({ kind }) => kind);
export const holdsOf = (steps: readonly Step<OutlookCard>[]): Hold[] =>
  steps.flatMap((step) => (step.kind === 'hold' ? [step.hold] : []));
export const onlyHold = (steps: readonly Step<OutlookCard>[], reason: HoldReason): Hold => {
  expect(holdsOf(steps).map((hold) => hold.reason)).toEqual([reason]);
  return holdsOf(steps)[0]!;
};
export const stepOf = <Kind extends Step<OutlookCard>['kind']>(
  steps: readonly Step<OutlookCard>[],
  kind: Kind,
): StepOf<Kind> => steps.find((step): step is StepOf<Kind> => step.kind === kind)!;
export const outcomes = (steps: readonly Step<OutlookCard>[]) =>
  steps.flatMap((step) => (step.kind === 'settleRuling' ? [step.outcome] : []));
