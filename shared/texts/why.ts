/**
 * "Why (not)?" in words: a sentence a rule, and what follows from them. Said to the user of the mailbox; `whyOtherTexts` has
 * the sentences that are another where it is said of somebody (`{who}`).
 */
import type { Language, Texts } from './language.ts';

export type WhyKey =
  | 'mailbox.active'
  | 'mailbox.notStarted'
  | 'mailbox.paused'
  | 'mailbox.deactivated'
  | 'mailbox.signInAgain'
  | 'mailbox.braked'
  | 'mailbox.asksToWait'
  | 'person.gone'
  | 'person.former'
  | 'person.notFormer'
  | 'user.relationManager'
  | 'user.owner'
  | 'user.neither'
  | 'user.excluded'
  | 'user.notExcluded'
  | 'roles.chosen'
  | 'roles.notChosen'
  | 'role.relationManager'
  | 'role.owner'
  | 'groups.none'
  | 'groups.excluded'
  | 'groups.notExcluded'
  | 'groups.included'
  | 'groups.notIncluded'
  | 'card.removedByUser'
  | 'card.comesBack'
  | 'link.none'
  | 'link.creating'
  | 'link.active'
  | 'link.paused'
  | 'link.cleanUp'
  | 'held.open'
  | 'shared.address'
  | 'shared.cards'
  | 'shared.persons'
  | 'waits.person'
  | 'waits.card'
  | 'waits.decision'
  | 'waits.undo'
  | 'pass.never'
  | 'pass.last'
  | 'pass.running'
  | 'pass.next'
  | 'pass.soon'
  | 'pass.whenResumed'
  | 'so.in'
  | 'so.inHeld'
  | 'so.inStandsStill'
  | 'so.beingMade'
  | 'so.comes'
  | 'so.comesWhenResumed'
  | 'so.waitsForDecision'
  | 'so.returns'
  | 'so.leaves'
  | 'so.cardStays'
  | 'so.out'
  | 'so.outRemoved'
  | 'because.gone'
  | 'because.former'
  | 'because.notYours'
  | 'because.excludedByUser'
  | 'because.roleNotChosen'
  | 'because.groupExcluded'
  | 'because.groupNotIncluded'
  | 'because.removedByUser';

export const whyTexts: Texts<WhyKey> = {
  nl: {
    'mailbox.active': 'Uw koppeling met Outlook is actief.',
    'mailbox.notStarted':
      'Uw koppeling met Outlook is nog niet begonnen: zij wacht tot u haar na het voorbeeld hervat.',
    'mailbox.paused': 'Uw koppeling met Outlook is gepauzeerd: er verandert niets tot u haar hervat.',
    'mailbox.deactivated':
      'Uw koppeling met Outlook is beëindigd: er verandert niets tot u haar opnieuw activeert.',
    'mailbox.signInAgain': 'Uw koppeling met Outlook staat stil: Microsoft vraagt om opnieuw aan te melden.',
    'mailbox.braked':
      'Uw koppeling met Outlook staat stil: er zou opvallend veel veranderen, en dat wacht op uw oordeel.',
    'mailbox.asksToWait': 'Uw koppeling met Outlook is actief, maar Microsoft vraagt om te wachten tot {at}.',
    'person.gone': 'Deze persoon staat niet (meer) in het CRM.',
    'person.former': 'Deze persoon is voormalig.',
    'person.notFormer': 'Deze persoon is niet voormalig.',
    'user.relationManager': 'U bent relatiebeheerder.',
    'user.owner': 'U bent eigenaar.',
    'user.neither': 'U bent geen relatiebeheerder en geen eigenaar.',
    'user.excluded': 'U hebt gekozen: niet in mijn Outlook.',
    'user.notExcluded': 'U hebt deze persoon niet buiten Outlook gezet.',
    'roles.chosen': 'U houdt personen in Outlook van wie u {roles} bent.',
    'roles.notChosen': 'U houdt alleen personen in Outlook van wie u {roles} bent.',
    'role.relationManager': 'relatiebeheerder',
    'role.owner': 'eigenaar',
    'groups.none': 'Alle groepen doen mee.',
    'groups.excluded': 'Uitgesloten groep: {groups}.',
    'groups.notExcluded': 'De persoon zit in geen uitgesloten groep ({groups}).',
    'groups.included': 'Gekozen groep: {groups}.',
    'groups.notIncluded': 'De persoon zit in geen van de gekozen groepen ({groups}).',
    'card.removedByUser':
      'U hebt de kaart in Outlook verwijderd; zij komt pas terug als de persoon in het CRM verandert.',
    'card.comesBack':
      'U hebt de kaart in Outlook verwijderd, maar sindsdien is de persoon in het CRM veranderd: de kaart komt terug.',
    'link.none': 'Er is geen gekoppelde kaart.',
    'link.creating': 'De kaart wordt gemaakt; er wordt nog gekeken of dat gelukt is.',
    'link.active': 'Er is een gekoppelde kaart.',
    'link.paused': 'De koppeling is gepauzeerd ({because}); de kaart blijft staan zoals zij was.',
    'link.cleanUp':
      'Er is gevraagd de kaart op te ruimen; de volgende ronde verplaatst haar naar Verwijderde items.',
    'held.open': 'Wacht op een beslissing sinds {at}: {sentence}',
    'shared.address':
      'Let op: hetzelfde e-mailadres staat ook bij {others}. Daarom wordt opgelet dat niets vermengd raakt.',
    'shared.cards': '{n} andere kaart(en) in Outlook',
    'shared.persons': '{n} andere persoon/personen in het CRM',
    'waits.person': 'In het CRM is iets veranderd dat nog niet is verwerkt.',
    'waits.card': 'Op de kaart is iets veranderd dat nog niet is verwerkt.',
    'waits.decision': 'Een genomen beslissing wacht op uitvoering.',
    'waits.undo': 'Een eerdere waarde wacht om teruggezet te worden.',
    'pass.never': 'Er is nog geen ronde geweest.',
    'pass.last': 'Laatste ronde: {at}. {result}',
    'pass.running': 'Er loopt nu een ronde.',
    'pass.next': 'Volgende ronde: uiterlijk {at}, en bij een wijziging meteen.',
    'pass.soon': 'De volgende ronde komt zo en verwerkt wat wacht.',
    'pass.whenResumed': 'De volgende ronde komt pas als de koppeling weer loopt.',
    'so.in': 'Dus in uw Outlook, en gelijk gehouden.',
    'so.inHeld': 'Dus in uw Outlook; {held} wijziging(en) wacht(en) op een beslissing.',
    'so.inStandsStill': 'Dus in uw Outlook, maar nu niet gelijk gehouden: uw koppeling staat stil.',
    'so.beingMade': 'Dus op weg naar uw Outlook.',
    'so.comes': 'Dus nog niet in uw Outlook; de volgende ronde maakt de kaart.',
    'so.comesWhenResumed': 'Dus nog niet in uw Outlook; de kaart komt als uw koppeling weer loopt.',
    'so.waitsForDecision': 'Dus nog niet in uw Outlook: dat wacht op een beslissing.',
    'so.returns': 'Dus weer in uw Outlook vanaf de volgende ronde; de kaart staat er nog.',
    'so.leaves':
      'Dus niet meer gelijk gehouden vanaf de volgende ronde, omdat {because}; de kaart blijft in uw Outlook staan.',
    'so.cardStays': 'Dus niet gelijk gehouden, omdat {because}; de oude kaart staat nog in uw Outlook.',
    'so.out': 'Dus niet in uw Outlook, omdat {because}.',
    'so.outRemoved': 'Dus niet in uw Outlook, omdat {because}.',
    'because.gone': 'deze persoon niet (meer) in het CRM staat',
    'because.former': 'deze persoon voormalig is',
    'because.notYours': 'u geen relatiebeheerder of eigenaar bent',
    'because.excludedByUser': 'u dat zo hebt gekozen',
    'because.roleNotChosen': 'u niet de rol hebt gekozen die u bij deze persoon hebt',
    'because.groupExcluded': 'deze persoon in een uitgesloten groep zit',
    'because.groupNotIncluded': 'deze persoon in geen van de gekozen groepen zit',
    'because.removedByUser': 'u de kaart hebt verwijderd',
  },
  en: {
    'mailbox.active': 'Your link with Outlook is active.',
    'mailbox.notStarted':
      'Your link with Outlook has not begun yet: it waits until you resume it after the preview.',
    'mailbox.paused': 'Your link with Outlook is paused: nothing changes until you resume it.',
    'mailbox.deactivated': 'Your link with Outlook has ended: nothing changes until you activate it again.',
    'mailbox.signInAgain': 'Your link with Outlook stands still: Microsoft asks to sign in again.',
    'mailbox.braked':
      'Your link with Outlook stands still: remarkably much would change, and that waits for your judgement.',
    'mailbox.asksToWait': 'Your link with Outlook is active, but Microsoft asks to wait until {at}.',
    'person.gone': 'This person is not in the CRM (any more).',
    'person.former': 'This person is former.',
    'person.notFormer': 'This person is not former.',
    'user.relationManager': 'You are relation manager.',
    'user.owner': 'You are owner.',
    'user.neither': 'You are neither relation manager nor owner.',
    'user.excluded': 'You chose: not in my Outlook.',
    'user.notExcluded': 'You did not keep this person out of Outlook.',
    'roles.chosen': 'You keep persons in Outlook of whom you are {roles}.',
    'roles.notChosen': 'You keep only persons in Outlook of whom you are {roles}.',
    'role.relationManager': 'relation manager',
    'role.owner': 'owner',
    'groups.none': 'All groups take part.',
    'groups.excluded': 'Excluded group: {groups}.',
    'groups.notExcluded': 'The person is in no excluded group ({groups}).',
    'groups.included': 'Chosen group: {groups}.',
    'groups.notIncluded': 'The person is in none of the chosen groups ({groups}).',
    'card.removedByUser':
      'You removed the card in Outlook; it comes back only when the person changes in the CRM.',
    'card.comesBack':
      'You removed the card in Outlook, but the person has changed in the CRM since: the card comes back.',
    'link.none': 'There is no linked card.',
    'link.creating': 'The card is being made; whether that went well is still looked for.',
    'link.active': 'There is a linked card.',
    'link.paused': 'The link is paused ({because}); the card stays as it was.',
    'link.cleanUp': 'It was asked to clean up the card; the next pass moves it to Deleted Items.',
    'held.open': 'Waits for a decision since {at}: {sentence}',
    'shared.address':
      'Mind: the same e-mail address is also on {others}. So it is watched that nothing gets mixed up.',
    'shared.cards': '{n} other card(s) in Outlook',
    'shared.persons': '{n} other person(s) in the CRM',
    'waits.person': 'Something changed in the CRM that has not been carried over yet.',
    'waits.card': 'Something changed on the card that has not been carried over yet.',
    'waits.decision': 'A decision that was taken waits to be carried out.',
    'waits.undo': 'An earlier value waits to be put back.',
    'pass.never': 'There has been no pass yet.',
    'pass.last': 'Last pass: {at}. {result}',
    'pass.running': 'A pass is running now.',
    'pass.next': 'Next pass: {at} at the latest, and at once when something changes.',
    'pass.soon': 'The next pass comes soon and carries over what waits.',
    'pass.whenResumed': 'The next pass comes only when the link runs again.',
    'so.in': 'So in your Outlook, and kept in step.',
    'so.inHeld': 'So in your Outlook; {held} change(s) wait for a decision.',
    'so.inStandsStill': 'So in your Outlook, but not kept in step now: your link stands still.',
    'so.beingMade': 'So on its way to your Outlook.',
    'so.comes': 'So not in your Outlook yet; the next pass makes the card.',
    'so.comesWhenResumed': 'So not in your Outlook yet; the card comes when your link runs again.',
    'so.waitsForDecision': 'So not in your Outlook yet: that waits for a decision.',
    'so.returns': 'So in your Outlook again from the next pass on; the card is still there.',
    'so.leaves':
      'So no longer kept in step from the next pass on, because {because}; the card stays in your Outlook.',
    'so.cardStays': 'So not kept in step, because {because}; the old card is still in your Outlook.',
    'so.out': 'So not in your Outlook, because {because}.',
    'so.outRemoved': 'So not in your Outlook, because {because}.',
    'because.gone': 'this person is not in the CRM (any more)',
    'because.former': 'this person is former',
    'because.notYours': 'you are neither relation manager nor owner',
    'because.excludedByUser': 'you chose so',
    'because.roleNotChosen': 'you did not choose the role that you have at this person',
    'because.groupExcluded': 'this person is in an excluded group',
    'because.groupNotIncluded': 'this person is in none of the chosen groups',
    'because.removedByUser': 'you removed the card',
  },
};

export const whyOtherTexts: Readonly<Record<Language, Readonly<Partial<Record<WhyKey, string>>>>> = {
  nl: {
    'mailbox.active': 'De koppeling van {who} met Outlook is actief.',
    'mailbox.notStarted':
      'De koppeling van {who} met Outlook is nog niet begonnen: zij wacht tot zij na het voorbeeld wordt hervat.',
    'mailbox.paused':
      'De koppeling van {who} met Outlook is gepauzeerd: er verandert niets tot zij wordt hervat.',
    'mailbox.deactivated':
      'De koppeling van {who} met Outlook is beëindigd: er verandert niets tot zij opnieuw wordt geactiveerd.',
    'mailbox.signInAgain':
      'De koppeling van {who} met Outlook staat stil: Microsoft vraagt om opnieuw aan te melden.',
    'mailbox.braked':
      'De koppeling van {who} met Outlook staat stil: er zou opvallend veel veranderen, en dat wacht op een oordeel.',
    'mailbox.asksToWait':
      'De koppeling van {who} met Outlook is actief, maar Microsoft vraagt om te wachten tot {at}.',
    'user.relationManager': '{who} is relatiebeheerder.',
    'user.owner': '{who} is eigenaar.',
    'user.neither': '{who} is geen relatiebeheerder en geen eigenaar.',
    'user.excluded': 'Voor {who} is gekozen: niet in Outlook.',
    'user.notExcluded': 'Deze persoon is niet buiten Outlook gezet.',
    'roles.chosen': '{who} houdt personen in Outlook als {roles}.',
    'roles.notChosen': '{who} houdt alleen personen in Outlook als {roles}.',
    'card.removedByUser':
      '{who} heeft de kaart in Outlook verwijderd; zij komt pas terug als de persoon in het CRM verandert.',
    'card.comesBack':
      '{who} heeft de kaart in Outlook verwijderd, maar sindsdien is de persoon in het CRM veranderd: de kaart komt terug.',
    'so.in': 'Dus in de Outlook van {who}, en gelijk gehouden.',
    'so.inHeld': 'Dus in de Outlook van {who}; {held} wijziging(en) wacht(en) op een beslissing.',
    'so.inStandsStill': 'Dus in de Outlook van {who}, maar nu niet gelijk gehouden: de koppeling staat stil.',
    'so.beingMade': 'Dus op weg naar de Outlook van {who}.',
    'so.comes': 'Dus nog niet in de Outlook van {who}; de volgende ronde maakt de kaart.',
    'so.comesWhenResumed': 'Dus nog niet in de Outlook van {who}; de kaart komt als de koppeling weer loopt.',
    'so.waitsForDecision': 'Dus nog niet in de Outlook van {who}: dat wacht op een beslissing.',
    'so.returns': 'Dus weer in de Outlook van {who} vanaf de volgende ronde; de kaart staat er nog.',
    'so.leaves':
      'Dus niet meer gelijk gehouden vanaf de volgende ronde, omdat {because}; de kaart blijft bij {who} staan.',
    'so.cardStays': 'Dus niet gelijk gehouden, omdat {because}; de oude kaart staat nog bij {who}.',
    'so.out': 'Dus niet in de Outlook van {who}, omdat {because}.',
    'so.outRemoved': 'Dus niet in de Outlook van {who}, omdat {because}.',
    'because.notYours': '{who} geen relatiebeheerder of eigenaar is',
    'because.excludedByUser': 'dat zo is gekozen',
    'because.roleNotChosen': '{who} niet de rol heeft gekozen die bij deze persoon hoort',
    'because.removedByUser': '{who} de kaart heeft verwijderd',
  },
  en: {
    'mailbox.active': 'The link of {who} with Outlook is active.',
    'mailbox.notStarted':
      'The link of {who} with Outlook has not begun yet: it waits until it is resumed after the preview.',
    'mailbox.paused': 'The link of {who} with Outlook is paused: nothing changes until it is resumed.',
    'mailbox.deactivated':
      'The link of {who} with Outlook has ended: nothing changes until it is activated again.',
    'mailbox.signInAgain': 'The link of {who} with Outlook stands still: Microsoft asks to sign in again.',
    'mailbox.braked':
      'The link of {who} with Outlook stands still: remarkably much would change, and that waits for a judgement.',
    'mailbox.asksToWait': 'The link of {who} with Outlook is active, but Microsoft asks to wait until {at}.',
    'user.relationManager': '{who} is relation manager.',
    'user.owner': '{who} is owner.',
    'user.neither': '{who} is neither relation manager nor owner.',
    'user.excluded': 'For {who} it was chosen: not in Outlook.',
    'user.notExcluded': 'This person was not kept out of Outlook.',
    'roles.chosen': '{who} keeps persons in Outlook as {roles}.',
    'roles.notChosen': '{who} keeps only persons in Outlook as {roles}.',
    'card.removedByUser':
      '{who} removed the card in Outlook; it comes back only when the person changes in the CRM.',
    'card.comesBack':
      '{who} removed the card in Outlook, but the person has changed in the CRM since: the card comes back.',
    'so.in': 'So in the Outlook of {who}, and kept in step.',
    'so.inHeld': 'So in the Outlook of {who}; {held} change(s) wait for a decision.',
    'so.inStandsStill': 'So in the Outlook of {who}, but not kept in step now: the link stands still.',
    'so.beingMade': 'So on its way to the Outlook of {who}.',
    'so.comes': 'So not in the Outlook of {who} yet; the next pass makes the card.',
    'so.comesWhenResumed': 'So not in the Outlook of {who} yet; the card comes when the link runs again.',
    'so.waitsForDecision': 'So not in the Outlook of {who} yet: that waits for a decision.',
    'so.returns': 'So in the Outlook of {who} again from the next pass on; the card is still there.',
    'so.leaves':
      'So no longer kept in step from the next pass on, because {because}; the card stays with {who}.',
    'so.cardStays': 'So not kept in step, because {because}; the old card is still with {who}.',
    'so.out': 'So not in the Outlook of {who}, because {because}.',
    'so.outRemoved': 'So not in the Outlook of {who}, because {because}.',
    'because.notYours': '{who} is neither relation manager nor owner',
    'because.excludedByUser': 'it was chosen so',
    'because.roleNotChosen': '{who} did not choose the role that goes with this person',
    'because.removedByUser': '{who} removed the card',
  },
};

/** How the last pass went; behind its instant. */
export const whyPassTexts: Texts<
  'running' | 'done' | 'later' | 'braked' | 'parked' | 'stopped' | 'failed' | 'interrupted'
> = {
  nl: {
    running: 'Zij loopt nog.',
    done: 'Zij is goed gegaan.',
    later: 'Zij is deels gedaan; de rest volgt vanzelf.',
    braked: 'Zij is vóór de eerste wijziging gestopt, omdat er opvallend veel zou veranderen.',
    parked: 'Zij kwam niet verder: Microsoft vraagt om opnieuw aan te melden.',
    stopped: 'Zij is gestopt; wat gedaan was blijft gedaan.',
    failed: 'Zij is mislukt ({code}) en wordt opnieuw geprobeerd.',
    interrupted: 'Zij is afgebroken; een volgende gaat verder waar zij bleef.',
  },
  en: {
    running: 'It is still running.',
    done: 'It went well.',
    later: 'It is partly done; the rest follows by itself.',
    braked: 'It stopped before its first change, because remarkably much would change.',
    parked: 'It came no further: Microsoft asks to sign in again.',
    stopped: 'It was stopped; what was done stays done.',
    failed: 'It failed ({code}) and is tried again.',
    interrupted: 'It was cut off; the next one goes on where it stopped.',
  },
};

const nl = {
  why: 'zeg waarom een persoon wel of niet in Outlook staat, regel voor regel',
  whyAfter: `PERSON is een id, e-mailadres of hele naam; MAILBOX een e-mailadres of id.
Zonder MAILBOX: voor ieder die relatiebeheerder of eigenaar is, of een kaart heeft.`,
  whyHead: '{person}: waarom wel of niet in de Outlook van {who}?',
  whyNoMailbox:
    '{who} is relatiebeheerder of eigenaar, maar heeft de koppeling met Outlook niet geactiveerd.',
  whyNobody: 'Niemand is relatiebeheerder of eigenaar van {person}, en er is geen kaart.',
} as const;

export type WhyCliText = keyof typeof nl;

const en: Readonly<Record<WhyCliText, string>> = {
  why: 'say why a person is or is not in Outlook, rule by rule',
  whyAfter: `PERSON is an id, e-mail address or whole name; MAILBOX an e-mail address or id.
Without MAILBOX: for everybody who is relation manager or owner, or has a card.`,
  whyHead: '{person}: why, or why not, in the Outlook of {who}?',
  whyNoMailbox: '{who} is relation manager or owner, but has not activated the link with Outlook.',
  whyNobody: 'Nobody is relation manager or owner of {person}, and there is no card.',
};

export const whyCliTexts: Texts<WhyCliText> = { nl, en };
