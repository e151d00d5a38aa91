/** R1: group names as people type them, against those that the CRM has. Pure; the command line uses it too. */
import type { Person } from '../../../shared/person.ts';
import { roles, sameGroup, select, type ActivationSettings } from '../../sync/selection.ts';
import type { Mailbox } from '../../pass/ports.ts';

export interface GroupsAsked {
  readonly settings: ActivationSettings;
  /** Names that are in neither the CRM nor the settings so far, by list. */
  readonly unknown: readonly {
    readonly list: 'groupsIncluded' | 'groupsExcluded';
    readonly index: number;
    readonly name: string;
  }[];
  /** Named in both lists; excluding wins. */
  readonly inBoth: readonly string[];
}

const lists = ['groupsIncluded', 'groupsExcluded'] as const;

/** Settings with every role and every group once, groups as the CRM writes them. What was chosen before stays known when its group empties. */
export const matchGroups = (
  asked: ActivationSettings,
  inCrm: readonly string[],
  before: ActivationSettings,
): GroupsAsked => {
  const known = [...inCrm, ...before.groupsIncluded, ...before.groupsExcluded];
  const asWritten = (name: string): string => known.find(sameGroup(name)) ?? name.normalize('NFC').trim();
  const once = (names: readonly string[]): string[] =>
    names.map(asWritten).filter((name, index, all) => all.findIndex(sameGroup(name)) === index);
  const [groupsIncluded, groupsExcluded] = [once(asked.groupsIncluded), once(asked.groupsExcluded)];
  return {
    settings: {
      groupsIncluded,
      groupsExcluded,
      conflictPolicy: asked.conflictPolicy,
      roles: roles.filter((role) => asked.roles.includes(role)),
    },
    unknown: lists.flatMap((list) =>
      asked[list].flatMap((name, index) => (known.some(sameGroup(name)) ? [] : [{ list, index, name }])),
    ),
    inBoth: groupsIncluded.filter((name) => groupsExcluded.some(sameGroup(name))),
  };
};

/** What a request is answered that names groups that nobody is in; `where`: what stands before the list's name. */
export const unknownGroups = (
  unknown: GroupsAsked['unknown'],
  where: string,
): { readonly field: string; readonly problem: 'unknownGroup' }[] =>
  unknown.map(({ list, index }) => ({ field: `${where}${list}.${String(index)}`, problem: 'unknownGroup' }));

/** How many of these persons R1 selects under these settings. */
export const selectedCount = (
  persons: Iterable<Person>,
  { employeeId, excludedPersons }: Pick<Mailbox, 'employeeId' | 'excludedPersons'>,
  settings: ActivationSettings,
): number => {
  let count = 0;
  for (const person of persons)
    if (select(person, employeeId, settings, excludedPersons).selected) count += 1;
  return count;
};
