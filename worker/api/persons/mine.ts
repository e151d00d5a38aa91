/**
 * "Make me owner", "make me relation manager", and their opposites, as a change of the person. The list of owners is made here,
 * from the person as it is: whoever asks need not have seen it, and can overwrite nobody. Pure.
 */
import type { MineChange } from '../../../shared/api/persons.ts';
import type { VisiblePart } from '../../../shared/api/visibility.ts';
import type { EmployeeId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import type { PersonEdit } from '../ports.ts';

export const partOfRole: Readonly<Record<MineChange['role'], VisiblePart>> = {
  relationManager: 'relationManager',
  owner: 'owners',
};

/** Null: it is so already. Who is no relation manager takes nobody else's place away. */
export const mineEdit = (
  { relationManagerId, ownerIds }: Pick<Person, 'relationManagerId' | 'ownerIds'>,
  me: EmployeeId,
  { role, mine }: Pick<MineChange, 'role' | 'mine'>,
): PersonEdit | null => {
  const isMine = role === 'owner' ? ownerIds.includes(me) : relationManagerId === me;
  if (isMine === mine) return null;
  if (role === 'relationManager') return { relationManagerId: mine ? me : null };
  return { ownerIds: mine ? [...ownerIds, me] : ownerIds.filter((id) => id !== me) };
};
