/** Undo in words: what is left as it is and why, what became of every field, what still waits. */
import type { Texts } from './language.ts';

/** Why something is not taken back. */
export const undoLeftOutTexts: Texts<
  | 'creation'
  | 'onlyGoesOut'
  | 'onlyFilledCard'
  | 'notDone'
  | 'changedSince'
  | 'gone'
  | 'sameAlready'
  | 'refusedByCrm'
  | 'asked'
> = {
  nl: {
    creation:
      'Hier is een contact gemaakt. Terugdraaien verwijdert niets; u kunt het contact zelf verwijderen.',
    onlyGoesOut: 'Dit veld gaat alleen van het CRM naar Outlook. Wijzig het in het CRM.',
    onlyFilledCard: 'Hier is alleen een leeg veld op het contact gevuld; in het CRM veranderde niets.',
    notDone: 'Dit is niet gedaan, of nog niet bevestigd. Er is niets om terug te draaien.',
    changedSince: 'Daarna heeft iemand dit veld gewijzigd. Dat blijft zo.',
    gone: 'Deze persoon staat niet meer in het CRM.',
    sameAlready: 'Deze waarde staat al in het CRM.',
    refusedByCrm: 'Het CRM neemt de eerdere waarde niet aan.',
    asked: 'Dit veld wacht al op een eerder verzoek om terug te draaien.',
  },
  en: {
    creation: 'A contact was made here. Undoing removes nothing; you can remove the contact yourself.',
    onlyGoesOut: 'This field only goes from the CRM to Outlook. Change it in the CRM.',
    onlyFilledCard: 'Only a blank field on the contact was filled here; nothing changed in the CRM.',
    notDone: 'This was not done, or is not confirmed yet. There is nothing to take back.',
    changedSince: 'Somebody changed this field afterwards. That stays.',
    gone: 'This person is no longer in the CRM.',
    sameAlready: 'This value is in the CRM already.',
    refusedByCrm: 'The CRM does not take the earlier value.',
    asked: 'This field waits already for an earlier undo.',
  },
};

/** What became of one field. */
export const undoOutcomeTexts: Texts<'pending' | 'done' | 'changedSince' | 'gone' | 'refusedByCrm'> = {
  nl: {
    pending: 'Wacht op de volgende ronde.',
    done: 'Teruggedraaid; de eerdere waarde staat weer in het CRM en gaat van daar naar Outlook.',
    changedSince:
      'Niet teruggedraaid: iemand heeft dit veld intussen gewijzigd, in het CRM of op het contact.',
    gone: 'Niet teruggedraaid: deze persoon staat niet meer in het CRM.',
    refusedByCrm: 'Niet teruggedraaid: het CRM neemt de eerdere waarde niet aan.',
  },
  en: {
    pending: 'Waits for the next pass.',
    done: 'Undone; the earlier value is in the CRM again and goes from there to Outlook.',
    changedSince: 'Not undone: somebody changed this field meanwhile, in the CRM or on the contact.',
    gone: 'Not undone: this person is no longer in the CRM.',
    refusedByCrm: 'Not undone: the CRM does not take the earlier value.',
  },
};

/** Why no pass comes to it by itself. */
export const undoWaitsTexts: Texts<'paused' | 'signInAgain' | 'braked'> = {
  nl: {
    paused: 'De koppeling is gepauzeerd; dit gebeurt zodra zij wordt hervat.',
    signInAgain: 'Microsoft vraagt om opnieuw aan te melden; dit gebeurt daarna.',
    braked: 'De koppeling wacht op een beoordeling; dit gebeurt zodra zij wordt hervat.',
  },
  en: {
    paused: 'The link is paused; this happens once it is resumed.',
    signInAgain: 'Microsoft asks to sign in again; this happens after that.',
    braked: 'The link waits for a judgement; this happens once it is resumed.',
  },
};
