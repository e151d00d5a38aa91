/** The form that changes a person, with a worker that has this one person. */
import { screen } from '@testing-library/react';
import EditPerson from '../../../addin/taskpane/relation/forms/edit-person.tsx';
import type { FieldProblem } from '../../../shared/api/errors.ts';
import type { PersonView } from '../../../shared/api/persons.ts';
import { openForm, type GivenForm } from './open-form.tsx';
import { aPerson } from './persons.ts';
import { ok, type Answer, type Handler } from './worker.ts';

export const CHANGE = 'PATCH /api/persons/r-1';

export const open = async (person: PersonView = aPerson(), given: GivenForm & { change?: Handler } = {}) => {
  const done: PersonView[] = [];
  let cancelled = 0;
  const form = await openForm(
    <EditPerson person={person} onDone={(one) => done.push(one)} onCancel={() => (cancelled += 1)} />,
    {
      ...given,
      before: (worker) => {
        // The worker as it is: refuses another version than the one it has, else changes it.
        worker.instead.set(CHANGE, given.change ?? ((sent) => ok(changed(person, sent.body))));
        given.before?.(worker);
      },
    },
  );
  return { ...form, done, cancelled: () => cancelled };
};

export const changed = (person: PersonView, body: unknown): PersonView => ({
  ...person,
  version: 'v-9',
  fields: { ...person.fields, ...(body as { fields: Partial<PersonView['fields']> }).fields },
});

export const invalid = (...fields: [field: string, problem: FieldProblem][]): Answer => ({
  status: 422,
  body: {
    error: {
      code: 'invalid',
      message: 'Een of meer velden kloppen niet.',
      fields: fields.map(([field, problem]) => ({ field, problem })),
    },
  },
});

export const stale = (current: unknown): Answer => ({
  status: 409,
  body: { error: { code: 'stale', message: 'Intussen gewijzigd.', current } },
});

export const box = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name);
export const button = (name: string) => screen.findByRole('button', { name });
export const retype = async (
  user: Awaited<ReturnType<typeof open>>['user'],
  name: string | RegExp,
  text: string,
) => {
  await user.clear(box(name));
  // At once: letter by letter, each of them is a render.
  if (text !== '') await user.paste(text);
};
