/**
 * Somebody is typed as a new contact at a shared address; the dialog of classic Outlook offers to update the contact that is
 * there, and the new one is never kept. No pass ever sees a card of theirs, and the CRM does not know them.
 */
import type { Fields } from './case.ts';
import type { Kind } from './mixes.ts';
import type { Scene, Person } from './scene.ts';

/** On the card before the next pass, and gone again before it. */
const typedAndTaken = (scene: Scene, phase: number, victim: Person, over: Fields = {}): void => {
  const donor = scene.ownCard(phase, { workMobile: scene.dutch.mobile(), ...over });
  const fields = scene.strange(victim, donor);
  scene.builder.act(phase, { do: 'borrow', who: victim.who, from: donor.who, fields });
  scene.builder.act(phase, { do: 'deleteForGood', who: donor.who });
};

const names: readonly Fields[] = [
  { firstName: 'Willemijn', surnamePrefix: 'van', lastName: 'Oosterbeek' },
  { firstName: 'Tjeerd', surnamePrefix: null, lastName: 'Hylkema' },
  { firstName: 'Oumaima', surnamePrefix: 'el', lastName: 'Khattabi' },
  { firstName: 'Goedele', surnamePrefix: null, lastName: 'Verschueren' },
];

export const unseenKinds: readonly Kind[] = [
  {
    name: 'dialog: somebody typed just now, who is kept nowhere else',
    label: 'contamination',
    count: 8,
    make: (scene, index) => {
      const victim = scene.colleague('shared');
      typedAndTaken(scene, 1 + (index % 3), victim, { initials: null, ...names[index % names.length] });
    },
  },
];
