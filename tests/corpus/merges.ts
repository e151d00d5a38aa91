/**
 * Contaminations by an accepted merge suggestion (Outlook on the web, "clean up contacts"): one card takes what the
 * others have, the others go to Deleted Items or for good, and the survivor keeps its connector ID, loses it, or gets
 * that of the other. Which of these happens is documented nowhere, so all are here.
 */
import type { MergeOptions } from '../../sandbox/index.ts';
import type { CardField, Fields } from './case.ts';
import { isBlank } from './face.ts';
import type { Kind } from './mixes.ts';
import type { Person, Scene } from './scene.ts';

const contamination = (name: string, count: number, make: Kind['make']): Kind => ({
  name,
  label: 'contamination',
  count,
  make,
});

const afterwards: readonly MergeOptions['others'][] = ['deletedItems', 'gone'];

const fullDonor = ({ dutch }: Scene): Fields => ({
  workPhone: dutch.phone(),
  workMobile: dutch.mobile(),
  jobTitle: dutch.rareTitle(),
});

/** Fields in which the survivor takes the other's value: none, some, or every one. */
const taken = (scene: Scene, survivor: Person, other: Person, index: number): CardField[] => {
  const strange = scene.strange(survivor, other);
  if (index % 3 === 0) return [];
  return index % 3 === 1 ? scene.random.shuffle(strange).slice(0, 3) : strange;
};

const merge = (
  scene: Scene,
  survivor: Person,
  other: Person,
  index: number,
  properties: NonNullable<MergeOptions['properties']>,
  phase = 1 + scene.random.below(3),
): void => {
  const take = taken(scene, survivor, other, index);
  const options: MergeOptions = { take, properties, others: afterwards[index % 2]! };
  scene.builder.act(phase, { do: 'merge', who: survivor.who, others: [other.who], options });
  // With nothing taken and no blanks to fill, nothing shows that it was a merge and no removal.
  const grows =
    take.length > 0 || scene.strange(survivor, other).some((name) => isBlank(survivor.card[name]));
  const isLinked = scene.builder.persons.some(({ who }) => who === other.who);
  if (isLinked && grows) scene.builder.keeps.push(other.who);
};

/** The survivor's gaps, so that something flows even when nothing is taken. */
const gaps: Fields = { workMobile: null, jobTitle: null, birthDate: null };

const properties = ['kept', 'lost', 'fromOther'] as const;
const said = { kept: 'keeps its ID', lost: 'loses its ID', fromOther: 'gets the other’s ID' } as const;

export const mergeKinds: readonly Kind[] = [
  ...properties.map((how) =>
    contamination(`merge of two colleagues, the survivor ${said[how]}`, 6, (scene, index) => {
      const survivor = scene.colleague('shared', gaps);
      const other = scene.colleague('shared', fullDonor(scene));
      merge(scene, survivor, other, index, how);
    }),
  ),
  ...properties.map((how) =>
    contamination(
      `merge of the user’s own card into a colleague’s, the survivor ${said[how]}`,
      6,
      (scene, index) => {
        const survivor = scene.colleague('shared', gaps);
        const other = scene.ownCard(index % 2, fullDonor(scene));
        merge(scene, survivor, other, index, how, index % 2 === 0 ? undefined : 2);
      },
    ),
  ),
  ...properties.map((how) =>
    contamination(
      `merge of a colleague’s card into the user’s own, which ${said[how]}`,
      6,
      (scene, index) => {
        const survivor = scene.ownCard(0, gaps);
        const other = scene.colleague('shared', fullDonor(scene));
        merge(scene, survivor, other, index, how);
      },
    ),
  ),
  contamination('merge of three colleagues', 6, (scene, index) => {
    const survivor = scene.colleague('shared', gaps);
    const others = [scene.colleague('shared', fullDonor(scene)), scene.colleague('shared', fullDonor(scene))];
    const options: MergeOptions = { properties: properties[index % 3]!, others: afterwards[index % 2]! };
    const phase = 1 + scene.random.below(3);
    scene.builder.act(phase, {
      do: 'merge',
      who: survivor.who,
      others: others.map(({ who }) => who),
      options,
    });
    scene.builder.keeps.push(others[0]!.who);
  }),
  contamination('merge, and an honest edit of the survivor', 6, (scene, index) => {
    const survivor = scene.colleague('shared', gaps);
    const other =
      index % 2 === 0 ? scene.colleague('shared', fullDonor(scene)) : scene.ownCard(0, fullDonor(scene));
    const phase = 1 + scene.random.below(3);
    merge(scene, survivor, other, 0, 'kept', phase);
    scene.builder.types(phase, survivor.who, { workPhone: scene.dutch.phone() });
  }),
  contamination('merge of a family of private persons', 6, (scene, index) => {
    const { dutch } = scene;
    const survivor = scene.relative({ privateMobile: null, birthDate: null });
    const other = scene.relative({ privateMobile: dutch.mobile(), birthDate: dutch.birthDate() });
    merge(scene, survivor, other, index, properties[index % 3]!);
  }),
  contamination('merge, the other first goes and the survivor grows a pass later', 5, (scene) => {
    const survivor = scene.colleague('shared', gaps);
    const other = scene.colleague('shared', fullDonor(scene));
    const { builder } = scene;
    builder.act(1, { do: 'delete', who: other.who });
    builder.removed.push(other.who);
    builder.act(2, {
      do: 'values',
      who: survivor.who,
      values: { mobilePhone: other.card.mobilePhone!, jobTitle: other.card.jobTitle! },
    });
  }),
  contamination('merge, the survivor grows and the other goes a pass later', 5, (scene) => {
    const survivor = scene.colleague('shared', gaps);
    const other = scene.colleague('shared', fullDonor(scene));
    const { builder } = scene;
    builder.act(1, { do: 'borrow', who: survivor.who, from: other.who, fields: ['mobilePhone', 'jobTitle'] });
    builder.act(2, { do: 'delete', who: other.who });
  }),
];
