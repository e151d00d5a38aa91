/** Why somebody is in which list of the synchronisation; said to the user of the mailbox, behind the person's name. */
import type { Texts } from './language.ts';
import type { LeftOut } from './preview.ts';

type Standing = 'in' | 'inStandsStill' | 'comes' | 'comesWhenResumed' | 'beingMade' | 'notMade' | 'returns';

export const relationTexts: Texts<Standing | LeftOut | 'card.stays' | 'card.leaves'> = {
  nl: {
    in: 'In uw Outlook, en gelijk gehouden.',
    inStandsStill: 'In uw Outlook, maar nu niet gelijk gehouden: uw koppeling staat stil.',
    comes: 'Komt bij de volgende synchronisatie in uw Outlook.',
    comesWhenResumed: 'Komt in uw Outlook zodra uw koppeling weer loopt.',
    beingMade: 'Wordt nu in uw Outlook gezet.',
    notMade: 'Het contact kon nog niet worden gemaakt. De volgende synchronisatie probeert het opnieuw.',
    returns: 'Wordt vanaf de volgende synchronisatie weer gelijk gehouden.',
    gone: 'Staat niet meer in het CRM.',
    former: 'Is voormalig.',
    notYours: 'U bent geen relatiebeheerder of eigenaar meer.',
    excludedByUser: 'U hebt gekozen: niet in mijn Outlook.',
    roleNotChosen: 'U hebt de rol die u bij deze persoon hebt, niet gekozen.',
    groupExcluded: 'Zit in een uitgesloten groep.',
    groupNotIncluded: 'Zit in geen van de gekozen groepen.',
    removedByUser:
      'U hebt het contact in Outlook verwijderd. Het komt terug als er in het CRM iets verandert.',
    'card.stays': 'Het contact staat nog in uw Outlook, maar wordt niet meer bijgewerkt.',
    'card.leaves':
      'Het contact blijft in uw Outlook staan, maar wordt vanaf de volgende synchronisatie niet meer bijgewerkt.',
  },
  en: {
    in: 'In your Outlook, and kept in step.',
    inStandsStill: 'In your Outlook, but not kept in step now: your link stands still.',
    comes: 'Comes into your Outlook with the next synchronisation.',
    comesWhenResumed: 'Comes into your Outlook once your link runs again.',
    beingMade: 'Is being put into your Outlook now.',
    notMade: 'The contact could not be made yet. The next synchronisation tries again.',
    returns: 'Is kept in step again from the next synchronisation on.',
    gone: 'Is no longer in the CRM.',
    former: 'Is former.',
    notYours: 'You are no longer relation manager or owner.',
    excludedByUser: 'You chose: not in my Outlook.',
    roleNotChosen: 'You did not choose the role that you have at this person.',
    groupExcluded: 'Is in an excluded group.',
    groupNotIncluded: 'Is in none of the chosen groups.',
    removedByUser: 'You removed the contact in Outlook. It comes back when something changes in the CRM.',
    'card.stays': 'The contact is still in your Outlook, but is not updated any more.',
    'card.leaves':
      'The contact stays in your Outlook, but is not updated any more from the next synchronisation on.',
  },
};
