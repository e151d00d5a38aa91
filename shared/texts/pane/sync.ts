/**
 * The screen Synchronisatie: how the link stands, whom it keeps, its settings, the clean-up and its end. Dutch is the
 * source: its keys and kinds are the type that English must fulfil.
 */
import type { Language } from '../language.ts';

const persons = (n: number) => (n === 1 ? '1 persoon' : `${n} personen`);

const nl = {
  state: {
    active: 'Alles loopt gelijk',
    firstSync: 'Uw contacten worden klaargezet',
    running: 'Bezig met bijwerken',
    paused: 'Gepauzeerd',
    braked: 'Klopt dit?',
    later: 'Nog niet alles is bijgewerkt',
    failed: 'De laatste keer ging het niet goed',
  },
  explain: {
    active: 'Wijzigingen in het CRM en in Outlook komen vanzelf aan de andere kant.',
    firstSync: 'U kunt dit paneel gerust sluiten; het gaat op de achtergrond door.',
    waitingForFirst: 'De eerste keer begint zo. U kunt dit paneel gerust sluiten.',
    running: 'U kunt gewoon doorwerken.',
    paused: 'Er wordt niets gewijzigd, aan geen van beide kanten, tot u hervat.',
    pausedByAdmin:
      'Uw beheerder heeft de koppeling gepauzeerd. Er wordt niets gewijzigd, aan geen van beide kanten, tot er hervat wordt.',
    braked:
      'Er zou in één keer opvallend veel veranderen. Daarom is er gestopt vóór de eerste wijziging. Hebt u zelf veel contacten gewijzigd of verwijderd?',
    brakedCards: (cards: number, linked: number) =>
      `In Outlook zijn ${cards} van de ${linked} contacten gewijzigd of verwijderd. Daarom is er gestopt vóór de eerste wijziging. Hebt u dat zelf gedaan?`,
    brakedAnswers: 'Bij ja gaat het verder. Bij nee verandert er niets tot u hervat.',
    brakedEmptyCrm: (linked: number) =>
      `Het CRM noemt ineens niemand meer van u, terwijl er ${linked} gekoppeld zijn. Daarom is er gestopt vóór de eerste wijziging. Klopt dat volgens u? Vraag bij twijfel uw beheerder.`,
    brakedEmptyRemote: (linked: number) =>
      `In Outlook zijn ineens geen contacten meer te vinden, terwijl er ${linked} gekoppeld zijn. Daarom is er gestopt vóór de eerste wijziging. Klopt dat volgens u? Vraag bij twijfel uw beheerder.`,
    later: 'De rest volgt vanzelf. Er is niets verloren.',
    failed: 'Uw gegevens zijn veilig. Het wordt vanzelf opnieuw geprobeerd.',
  },
  phase: {
    observe: 'Kijken wat er nieuw is',
    compare: 'Vergelijken',
    apply: 'Bijwerken',
  },
  progress: (done: string, total: string) => `${done} van ${total}`,
  progressOpen: (done: string) => `${done} bekeken`,

  actions: {
    syncNow: 'Nu bijwerken',
    asked: 'Gevraagd: het begint zo.',
    pause: 'Pauzeren',
    resume: 'Hervatten',
    goOn: 'Ja, ga door',
    stayStopped: 'Nee, pauzeer',
    lookFirst: 'Eerst bekijken',
  },

  passes: {
    title: 'Bijgewerkt',
    last: 'Laatste keer',
    next: 'Volgende keer, op zijn laatst',
    never: 'Nog niet',
    soon: 'zo meteen',
    nothing: 'Er was niets te doen',
    created: (n: number) => `${persons(n)} toegevoegd aan Outlook`,
    toRemote: (n: number) => `${persons(n)} bijgewerkt in Outlook`,
    toCrm: (n: number) => `${persons(n)} bijgewerkt in het CRM`,
    conflicts: (n: number) => (n === 1 ? '1 tegenstrijdige wijziging' : `${n} tegenstrijdige wijzigingen`),
    held: (n: number) =>
      n === 1 ? '1 wijziging wacht op een besluit' : `${n} wijzigingen wachten op een besluit`,
    removed: (n: number) => `${persons(n)} door u verwijderd uit Outlook`,
    discarded: (n: number) => `${n === 1 ? '1 contact' : `${n} contacten`} naar Verwijderde items`,
  },

  lists: {
    title: 'Uw relaties',
    inStep: 'Loopt gelijk',
    held: 'Wacht op een besluit',
    failing: 'Lukt niet',
    leftOut: 'Niet in Outlook',
    means: {
      inStep: 'Staan in Outlook, met niets open.',
      held: 'Kies een relatie om in Controle te besluiten.',
      failing: 'Outlook of het CRM neemt iets niet aan, of het contact kon nog niet gemaakt worden.',
      leftOut: 'Worden niet in Outlook bijgehouden, met de reden.',
    },
    empty: {
      inStep: 'Nog niemand.',
      held: 'Er wacht niets op u.',
      failing: 'Alles lukt.',
      leftOut: 'Iedereen van u staat in Outlook.',
    },
    none: 'U bent nog van niemand relatiebeheerder of eigenaar. Zodra dat in het CRM verandert, verschijnt de persoon hier.',
    search: 'Zoeken op naam of organisatie',
    notFound: 'Niemand gevonden.',
    showMore: 'Meer tonen',
    shown: (n: number) => (n === 1 ? '1 relatie getoond' : `${n} relaties getoond`),
    unnamed: '(naam onbekend)',
    decide: 'Naar Controle',
  },

  manage: {
    title: 'Beheren',
    settings: 'Instellingen',
    settingsText: 'Wie er meedoen, en wie wint bij een verschil',
    cleanUp: 'Opruimen',
    cleanUpText: (n: number) =>
      n === 1 ? '1 contact wordt niet meer bijgewerkt' : `${n} contacten worden niet meer bijgewerkt`,
    deactivate: 'Koppeling beëindigen',
    deactivateText: 'Uw contacten blijven staan',
    back: 'Terug naar Synchronisatie',
  },

  settings: {
    title: 'Instellingen',
    text: 'U ziet eerst wat een wijziging zou betekenen. Er wordt pas iets bewaard als u dat zegt.',
    look: 'Bekijken wat er verandert',
    same: 'U hebt niets gewijzigd.',
    previewTitle: 'Dit zou er veranderen',
    previewText: 'Er is nog niets bewaard of gewijzigd.',
    save: 'Bewaren',
    saving: 'Bezig met bewaren…',
    back: 'Terug naar de keuzes',
    withoutPreview: 'Bewaren zonder voorbeeld',
    saved: 'Bewaard. Wat daardoor verandert, wordt nu bijgewerkt.',
    savedStill: 'Bewaard. Het gaat in zodra de koppeling weer loopt.',
  },

  preview: {
    title: 'Dit zou de volgende keer gebeuren',
    text: 'Er is nog niets gewijzigd.',
    back: 'Terug',
  },

  cleanUp: {
    title: 'Opruimen',
    text: 'Deze contacten worden niet meer bijgewerkt, maar staan nog in Outlook. Wat u kiest, gaat naar Verwijderde items in Outlook; de persoon blijft in het CRM.',
    empty: 'Er is niets op te ruimen. Elk contact dat van ons is, wordt bijgewerkt.',
    reason: 'Reden',
    everyReason: 'Alle redenen',
    all: (n: number) => (n === 1 ? 'Dit contact kiezen' : `Alle ${n} kiezen`),
    action: (n: number) =>
      n === 0
        ? 'Naar Verwijderde items'
        : n === 1
          ? '1 naar Verwijderde items'
          : `${n} naar Verwijderde items`,
    acting: 'Bezig…',
    chooseFirst: 'Kies eerst een of meer contacten.',
    undecided: (fields: string) => `Niet overgenomen in het CRM: ${fields}`,
    undecidedWarning: (n: number) =>
      `Op ${n === 1 ? '1 gekozen contact' : `${n} gekozen contacten`} is iets gewijzigd dat niet in het CRM staat. Dat gaat mee naar Verwijderde items; de historie bewaart het en kan het terughalen.`,
    decideFirst: 'Eerst besluiten',
    notActive: 'De koppeling staat stil. Hervat haar eerst; dan kan er opgeruimd worden.',
    asked: 'Wordt naar Verwijderde items verplaatst',
    withdraw: 'Toch houden',
    withdrawName: (name: string) => `${name} toch houden`,
    withdrawAll: 'Alles toch houden',
    late: 'Er loopt nu een ronde die het misschien al gelezen had. Een contact dat toch weg is, staat in Verwijderde items.',
    askedSaid: (n: number) =>
      n === 1
        ? 'Gevraagd: 1 contact gaat naar Verwijderde items.'
        : `Gevraagd: ${n} contacten gaan naar Verwijderde items.`,
    withdrawnSaid: (n: number) => (n === 1 ? '1 contact blijft staan.' : `${n} contacten blijven staan.`),
    unnamed: '(naam onbekend)',
  },

  deactivate: {
    title: 'Koppeling beëindigen?',
    text: 'Er wordt niets verwijderd. Vanaf nu komt een wijziging aan de ene kant niet meer aan de andere kant.',
    staysTitle: 'Dit blijft',
    cards: (n: number, text: string) =>
      n === 0
        ? 'Uw contacten in Outlook, zoals ze nu zijn.'
        : n === 1
          ? 'Uw contact in Outlook, zoals het nu is.'
          : `Uw ${text} contacten in Outlook, zoals ze nu zijn.`,
    crm: 'Alle personen in het CRM.',
    held: (n: number) =>
      n === 1 ? 'De wijziging die op uw besluit wacht.' : `De ${n} wijzigingen die op uw besluit wachten.`,
    history: 'Uw historie en uw keuzes.',
    goesTitle: 'Dit gaat weg',
    goes: 'De aanmelding waarmee Relatiebrug bij uw contacten komt.',
    againTitle: 'Weer beginnen',
    again: 'Open dit paneel en kies Opnieuw activeren. Het gaat dan verder waar het was.',
    action: 'Koppeling beëindigen',
    acting: 'Bezig met beëindigen…',
    keep: 'Koppeling houden',
    pauseInstead: 'Liever even pauzeren? Dat kan in Synchronisatie.',
  },
};

export type SyncTexts = typeof nl;

const people = (n: number) => (n === 1 ? '1 person' : `${n} persons`);

const en: SyncTexts = {
  state: {
    active: 'All in step',
    firstSync: 'Your contacts are being prepared',
    running: 'Updating',
    paused: 'Paused',
    braked: 'Is this right?',
    later: 'Not everything is updated yet',
    failed: 'The last time did not go well',
  },
  explain: {
    active: 'Changes in the CRM and in Outlook reach the other side by themselves.',
    firstSync: 'You can close this pane; it goes on in the background.',
    waitingForFirst: 'The first time is about to start. You can close this pane.',
    running: 'You can go on working.',
    paused: 'Nothing is changed, on neither side, until you resume.',
    pausedByAdmin:
      'Your administrator has paused the link. Nothing is changed, on neither side, until it is resumed.',
    braked:
      'Remarkably much would change at once. That is why it stopped before the first change. Did you change or remove many contacts yourself?',
    brakedCards: (cards, linked) =>
      `${cards} of the ${linked} contacts were changed or removed in Outlook. That is why it stopped before the first change. Did you do that yourself?`,
    brakedAnswers: 'With yes it goes on. With no nothing changes until you resume.',
    brakedEmptyCrm: (linked) =>
      `The CRM suddenly names nobody of yours any more, while ${linked} are linked. That is why it stopped before the first change. Is that right as far as you know? When in doubt, ask your administrator.`,
    brakedEmptyRemote: (linked) =>
      `Suddenly no contacts are found in Outlook any more, while ${linked} are linked. That is why it stopped before the first change. Is that right as far as you know? When in doubt, ask your administrator.`,
    later: 'The rest follows by itself. Nothing is lost.',
    failed: 'Your data is safe. It will be tried again by itself.',
  },
  phase: {
    observe: 'Looking for what is new',
    compare: 'Comparing',
    apply: 'Updating',
  },
  progress: (done, total) => `${done} of ${total}`,
  progressOpen: (done) => `${done} looked at`,

  actions: {
    syncNow: 'Update now',
    asked: 'Asked: it will start in a moment.',
    pause: 'Pause',
    resume: 'Resume',
    goOn: 'Yes, go on',
    stayStopped: 'No, pause',
    lookFirst: 'Look first',
  },

  passes: {
    title: 'Updates',
    last: 'Last time',
    next: 'Next time, at the latest',
    never: 'Not yet',
    soon: 'in a moment',
    nothing: 'There was nothing to do',
    created: (n) => `${people(n)} added to Outlook`,
    toRemote: (n) => `${people(n)} updated in Outlook`,
    toCrm: (n) => `${people(n)} updated in the CRM`,
    conflicts: (n) => (n === 1 ? '1 conflicting change' : `${n} conflicting changes`),
    held: (n) => (n === 1 ? '1 change waits for a decision' : `${n} changes wait for a decision`),
    removed: (n) => `${people(n)} removed from Outlook by you`,
    discarded: (n) => `${n === 1 ? '1 contact' : `${n} contacts`} moved to Deleted Items`,
  },

  lists: {
    title: 'Your relations',
    inStep: 'In step',
    held: 'Wait for a decision',
    failing: 'Do not succeed',
    leftOut: 'Not in Outlook',
    means: {
      inStep: 'Are in Outlook, with nothing open.',
      held: 'Choose a relation to decide in Review.',
      failing: 'Outlook or the CRM refuses something, or the contact could not be made yet.',
      leftOut: 'Are not kept in Outlook, with the reason.',
    },
    empty: {
      inStep: 'Nobody yet.',
      held: 'Nothing waits for you.',
      failing: 'All succeeds.',
      leftOut: 'Everybody of yours is in Outlook.',
    },
    none: 'You are not yet anybody’s relation manager or owner. As soon as that changes in the CRM, the person appears here.',
    search: 'Search by name or organisation',
    notFound: 'Nobody found.',
    showMore: 'Show more',
    shown: (n) => (n === 1 ? '1 relation shown' : `${n} relations shown`),
    unnamed: '(name unknown)',
    decide: 'To Review',
  },

  manage: {
    title: 'Manage',
    settings: 'Settings',
    settingsText: 'Who takes part, and who wins when the sides differ',
    cleanUp: 'Clean up',
    cleanUpText: (n) => (n === 1 ? '1 contact is no longer updated' : `${n} contacts are no longer updated`),
    deactivate: 'End the link',
    deactivateText: 'Your contacts stay',
    back: 'Back to Synchronisation',
  },

  settings: {
    title: 'Settings',
    text: 'You see first what a change would mean. Nothing is saved before you say so.',
    look: 'See what changes',
    same: 'You have changed nothing.',
    previewTitle: 'This is what would change',
    previewText: 'Nothing was saved or changed yet.',
    save: 'Save',
    saving: 'Saving…',
    back: 'Back to the choices',
    withoutPreview: 'Save without a preview',
    saved: 'Saved. What changes by it is being updated now.',
    savedStill: 'Saved. It takes effect as soon as the link runs again.',
  },

  preview: {
    title: 'This would happen next time',
    text: 'Nothing was changed yet.',
    back: 'Back',
  },

  cleanUp: {
    title: 'Clean up',
    text: 'These contacts are no longer updated, but are still in Outlook. What you choose goes to Deleted Items in Outlook; the person stays in the CRM.',
    empty: 'There is nothing to clean up. Every contact that is ours is updated.',
    reason: 'Reason',
    everyReason: 'All reasons',
    all: (n) => (n === 1 ? 'Choose this contact' : `Choose all ${n}`),
    action: (n) => (n === 0 ? 'To Deleted Items' : `${n} to Deleted Items`),
    acting: 'Working…',
    chooseFirst: 'Choose one or more contacts first.',
    undecided: (fields) => `Not taken over into the CRM: ${fields}`,
    undecidedWarning: (n) =>
      `On ${n === 1 ? '1 chosen contact' : `${n} chosen contacts`} something was changed that is not in the CRM. It goes to Deleted Items too; the history keeps it and can bring it back.`,
    decideFirst: 'Decide first',
    notActive: 'The link stands still. Resume it first; then it can be cleaned up.',
    asked: 'Being moved to Deleted Items',
    withdraw: 'Keep it',
    withdrawName: (name) => `Keep ${name}`,
    withdrawAll: 'Keep all',
    late: 'A pass is running that may have read it already. A contact that is gone all the same is in Deleted Items.',
    askedSaid: (n) => `Asked: ${n === 1 ? '1 contact goes' : `${n} contacts go`} to Deleted Items.`,
    withdrawnSaid: (n) => (n === 1 ? '1 contact stays.' : `${n} contacts stay.`),
    unnamed: '(name unknown)',
  },

  deactivate: {
    title: 'End the link?',
    text: 'Nothing is deleted. From now on a change on one side no longer reaches the other side.',
    staysTitle: 'What stays',
    cards: (n, text) =>
      n === 0
        ? 'Your contacts in Outlook, as they are now.'
        : n === 1
          ? 'Your contact in Outlook, as it is now.'
          : `Your ${text} contacts in Outlook, as they are now.`,
    crm: 'All persons in the CRM.',
    held: (n) =>
      n === 1 ? 'The change that waits for your decision.' : `The ${n} changes that wait for your decision.`,
    history: 'Your history and your choices.',
    goesTitle: 'What goes',
    goes: 'The sign-in by which Relatiebrug reaches your contacts.',
    againTitle: 'To begin again',
    again: 'Open this pane and choose Activate again. It goes on where it was.',
    action: 'End the link',
    acting: 'Ending…',
    keep: 'Keep the link',
    pauseInstead: 'Rather pause for a while? That is done in Synchronisation.',
  },
};

export const syncTexts: Readonly<Record<Language, SyncTexts>> = { nl, en };
