/** What the office shows of a person, as the API asks for it: whole, whatever is stored. */
import { defaultVisibility, visibleParts, type Visibility } from '../../shared/api/visibility.ts';
import type { VisibilityDesk } from '../api/ports.ts';
import type { Db } from '../store/db.ts';
import { createVisibility } from '../store/visibility.ts';

/** A part that is not stored (an earlier version knew fewer), or is no yes or no, is as the default has it. */
const complete = (parts: Readonly<Record<string, unknown>>): Visibility => {
  const shown = { ...defaultVisibility };
  for (const part of visibleParts) {
    const stored = parts[part];
    if (typeof stored === 'boolean') shown[part] = stored;
  }
  return shown;
};

export const createVisibilityDesk = (db: Db): VisibilityDesk => {
  const stored = createVisibility(db);
  return {
    read: async () => complete(await stored.read()),
    save: (parts, by, at) => stored.save(parts, by, at),
  };
};
