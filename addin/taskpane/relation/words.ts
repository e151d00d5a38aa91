/** A person in one line: function, organisation, or what kind of person it is. */
import type { PersonView } from '../../../shared/api/persons.ts';
import type { RelationTexts } from '../../../shared/texts/pane/relation.ts';
import { shownText } from './plain.ts';

export const describe = (
  { fields: { jobTitle }, organisation, kind }: PersonView,
  texts: RelationTexts,
): string => {
  const job = jobTitle === null ? null : shownText(jobTitle);
  const name = organisation === null ? null : shownText(organisation.name);
  if (job !== null && name !== null) return texts.jobAt(job, name);
  return job ?? name ?? texts.kinds[kind];
};
