/** Forms that several resources share. Ids are opaque text to whoever calls. */
import { z } from 'zod';

/** Text without the one character that no database column takes: it names and finds nothing. */
export const plainText = z.string().regex(/^[^\0]*$/u);

export const id = plainText.min(1).max(200);
export const instant = z.iso.datetime().meta({ description: 'Instant in UTC, ISO 8601.' });

/** Newest first. `before` is what the page before gave as `next`; its content is the worker's own business. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: plainText.min(1).max(200).optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** `next` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export const idParams = z.object({ id: id.meta({ param: { name: 'id', in: 'path' } }) });

export const employeeRef = z
  .object({ id, displayName: z.string() })
  .meta({ id: 'EmployeeRef', description: 'An employee of the office, as others see them.' });
