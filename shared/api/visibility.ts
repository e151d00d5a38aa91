/** Which parts of a person the office shows in the pane; an administrator decides. Until then owners are hidden. */
import { z } from 'zod';

export const visibleParts = ['relationManager', 'owners', 'groups', 'birthDate', 'privateDetails'] as const;
export type VisiblePart = (typeof visibleParts)[number];

/** `privateDetails`: private address and phones of contact persons and employees; a private person has no others. */
export const visibility = z
  .strictObject({
    relationManager: z.boolean(),
    owners: z.boolean(),
    groups: z.boolean(),
    birthDate: z.boolean(),
    privateDetails: z.boolean(),
  })
  .meta({ id: 'Visibility' });
export type Visibility = z.infer<typeof visibility>;

export const defaultVisibility: Visibility = {
  relationManager: true,
  owners: false,
  groups: true,
  birthDate: true,
  privateDetails: true,
};
