/** What `probe` says: help, what it asks of a person, and per question what was found and what it means for the synchronisation. */
import type { Texts } from './language.ts';

// ─── Findings: `question.finding`, and the title of each question ────────────────────────────────

const foundNl = {
  'expandOnDelta.title': 'Brengt een delta de connector-ID mee ($expand)?',
  'expandOnDelta.ignored':
    'Nee: het verzoek wordt genegeerd. Een kaart wordt op haar id gelezen, zoals de worker altijd doet.',
  'expandOnDelta.refused': 'Nee: geweigerd ({status} {code}). De worker vraagt het niet; er verandert niets.',
  'expandOnDelta.honoured':
    'Ja, ook bij wijzigingen. De worker leest kaarten toch op hun id: dat een kenmerk ontbreekt, bewijst alleen zo’n lezing.',
  'expandOnDelta.firstRoundOnly':
    'Alleen in de eerste ronde, niet bij wijzigingen. De worker leest kaarten op hun id.',
  'twoDeltas.title': 'Is /me/contacts/delta dezelfde als die van de standaardmap?',
  'twoDeltas.same': 'Ja: dezelfde {inFolder} kaarten. De worker vraagt die van de map, die beschreven is.',
  'twoDeltas.wholeMailbox':
    'Nee: ook kaarten uit andere mappen ({onlyInMine} meer). De worker vraagt die van de map.',
  'twoDeltas.refused': 'Geweigerd ({status} {code}). De worker vraagt die van de map.',
  'twoDeltas.other':
    'Nee: {onlyInMine} kaarten alleen hier, {onlyInFolder} alleen in de map. De worker vraagt die van de map.',
  'move.title': 'Wat vertellen twee mappen van een kaart die verhuist?',
  'move.removedOnly':
    'Alleen een verwijdering in de oude map. De worker vraagt dan naar de kaart zelf voor hij iets gelooft (R9).',
  'move.removedAndAdded':
    'Een verwijdering in de oude map en een kaart in de nieuwe. De worker vraagt hoe dan ook naar de kaart zelf (R9).',
  'move.addedOnly':
    'Alleen een kaart in de nieuwe map. De worker merkt de verhuizing bij de volgende lezing van de kaart.',
  'move.silent':
    'Niets, in geen van beide. De worker merkt de verhuizing bij de volgende lezing van de kaart.',
  'staleEtag.title': 'Wordt een wijziging onder een verouderde If-Match geweigerd?',
  'staleEtag.refused412': 'Ja, met 412. De worker leest en vergelijkt opnieuw (R13).',
  'staleEtag.refused409': 'Ja, met 409. De worker leest en vergelijkt opnieuw (R13).',
  'staleEtag.refusedOther':
    'Ja, met {patchStatus} {patchCode}: dat kent de worker niet als verouderd. Meld dit; tot die tijd blijft zo’n wijziging op een volgende ronde wachten.',
  'staleEtag.differs':
    'Ja, maar wijzigen en verwijderen verschillen ({patchStatus} en {deleteStatus}). 409 en 412 kent de worker allebei.',
  'staleEtag.ignored':
    'NEE: de wijziging is uitgevoerd. Een bewerking die een gebruiker op hetzelfde ogenblik doet, kan dan overschreven worden. Synchroniseer dit postvak niet voordat dit is uitgezocht.',
  'propertyWrite.title': 'Komt een kaart terug in de delta als alleen de connector-ID is geschreven?',
  'propertyWrite.comesBack':
    'Ja, met een nieuwe versie. De worker herkent zijn eigen schrijven aan de waarden (R6).',
  'propertyWrite.etagOnly':
    'Nee, maar de versie is nieuw. De worker bewaart de versie uit het antwoord (R6).',
  'propertyWrite.deltaOnly':
    'Ja, met dezelfde versie. De worker herkent zijn eigen schrijven aan versie en waarden (R6).',
  'propertyWrite.silent': 'Nee, en de versie blijft. De worker heeft het niet nodig (R6).',
  'lastDeletion.title': 'Wordt het verwijderen van de laatste kaart van een map verteld?',
  'lastDeletion.told':
    'Ja. Een verwijderde kaart wordt op haar id {deletedCardById}; de worker kan met beide (R9).',
  'lastDeletion.toldLater':
    'Pas met de volgende wijziging in de map. De koppeling blijft tot dan bestaan; er gaat niets verloren.',
  'lastDeletion.lastNotTold':
    'Nee, die van de laatste niet. De koppeling blijft bestaan tot de persoon in het CRM verandert; er gaat niets verloren.',
  'lastDeletion.noneTold':
    'Nee, geen enkele verwijdering. Koppelingen blijven bestaan tot de persoon in het CRM verandert; er gaat niets verloren.',
  'merge.title': 'Wat blijft er over als iemand twee kaarten samenvoegt?',
  'merge.keepsProperty':
    'Eén kaart, met haar eigen connector-ID. De worker vraagt wat er met de andere persoon moet (R7).',
  'merge.takesOther':
    'Eén kaart, met de connector-ID van de ander. De worker geeft haar de hare terug en vraagt (R7, R10).',
  'merge.losesProperty':
    'Eén kaart, zonder connector-ID. De worker geeft haar de hare terug en vraagt (R7, R10).',
  'merge.newCard':
    'Een nieuwe kaart; beide oude zijn weg. De worker vraagt voor beide personen wat er moet gebeuren (R7, R9).',
  'merge.bothStay':
    'Beide kaarten bestaan nog; alleen de weergave is samengevoegd, of waarden zijn gewijzigd. Wat geleend is, komt niet in het CRM (R7).',
  'merge.noneLeft':
    'Geen van beide kaarten staat nog in de map. De worker vraagt voor beide personen wat er moet gebeuren (R9).',
  'copy.title': 'Neemt een kopie de connector-ID mee?',
  'copy.copied':
    'Ja. De kaart die de koppeling noemt houdt haar; de kopie raakt haar kwijt en is van de gebruiker (R10).',
  'copy.notCopied': 'Nee. De kopie is van de gebruiker (R10).',
  'findDelay.title': 'Hoe snel is een nieuwe kaart op haar connector-ID te vinden?',
  'findDelay.atOnce': 'Meteen ({samples} keer, ten hoogste {slowestMs} ms).',
  'findDelay.late':
    'Na {fastestMs} tot {slowestMs} ms. De worker wacht voor zijn tweede blik {secondLookMs} ms (R11).',
  'findDelay.folderOnly':
    'Niet buiten de standaardmap; in de map zelf wel, na ten hoogste {slowestMs} ms. De worker maakt kaarten in de standaardmap.',
  'findDelay.never':
    'Niet, zolang er gekeken is. De worker moet voor een onduidelijk aangemaakte kaart ook de map doorlopen (R11): gebruik --apply.',
  'changeless.title': 'Toont de delta kaarten waaraan niets is veranderd?',
  'changeless.quiet': 'Nee. De worker vergelijkt hoe dan ook waarden, geen tijdstippen (R6).',
  'changeless.sameValuesShow':
    'Ja, na een wijziging met dezelfde waarden. De worker vergelijkt waarden (R6).',
  'changeless.linkingShows': 'Ja, na koppelen in Outlook. De worker vergelijkt waarden (R6).',
  'changeless.bothShow':
    'Ja, na een wijziging met dezelfde waarden en na koppelen in Outlook. De worker vergelijkt waarden (R6).',
  'birthday.title': 'Komt een geboortedatum terug zoals zij is geschreven?',
  'birthday.asWritten': 'Ja.',
  'birthday.otherMoment':
    'Op een ander moment van dezelfde dag ({summer}, {winter}). De worker leest de dag (R4).',
  'birthday.otherDay':
    'NEE: op een andere dag ({summer}, {winter}). Meld dit voordat u dit postvak synchroniseert.',
  'birthday.notKept': 'NEE: zij wordt niet bewaard. Meld dit voordat u dit postvak synchroniseert.',
} as const;

export type ProbeFinding = keyof typeof foundNl;

const foundEn: Readonly<Record<ProbeFinding, string>> = {
  'expandOnDelta.title': 'Does a delta bring the connector ID along ($expand)?',
  'expandOnDelta.ignored': 'No: the wish is ignored. A card is read by its id, as the worker always does.',
  'expandOnDelta.refused': 'No: refused ({status} {code}). The worker does not ask for it; nothing changes.',
  'expandOnDelta.honoured':
    'Yes, on changes too. The worker reads cards by their id all the same: only that proves that a property is missing.',
  'expandOnDelta.firstRoundOnly':
    'In the first round only, not on changes. The worker reads cards by their id.',
  'twoDeltas.title': "Is /me/contacts/delta the default folder's?",
  'twoDeltas.same': "Yes: the same {inFolder} cards. The worker asks for the folder's, which is documented.",
  'twoDeltas.wholeMailbox':
    "No: cards of other folders too ({onlyInMine} more). The worker asks for the folder's.",
  'twoDeltas.refused': "Refused ({status} {code}). The worker asks for the folder's.",
  'twoDeltas.other':
    "No: {onlyInMine} cards only here, {onlyInFolder} only in the folder. The worker asks for the folder's.",
  'move.title': 'What do two folders tell of a card that moves?',
  'move.removedOnly':
    'A removal in the old folder only. The worker then asks for the card itself before it believes anything (R9).',
  'move.removedAndAdded':
    'A removal in the old folder and a card in the new one. The worker asks for the card itself in any case (R9).',
  'move.addedOnly':
    'A card in the new folder only. The worker learns of the move when it next reads the card.',
  'move.silent': 'Nothing, in neither. The worker learns of the move when it next reads the card.',
  'staleEtag.title': 'Is a change under a stale If-Match refused?',
  'staleEtag.refused412': 'Yes, with 412. The worker reads and compares again (R13).',
  'staleEtag.refused409': 'Yes, with 409. The worker reads and compares again (R13).',
  'staleEtag.refusedOther':
    'Yes, with {patchStatus} {patchCode}: the worker does not know that as stale. Report this; until then such a change waits for another pass.',
  'staleEtag.differs':
    'Yes, but update and deletion differ ({patchStatus} and {deleteStatus}). The worker knows both 409 and 412.',
  'staleEtag.ignored':
    'NO: the change was carried out. An edit that a user makes at that very moment can be overwritten. Do not synchronise this mailbox before this is cleared up.',
  'propertyWrite.title': 'Does a card come back in the delta when only the connector ID was written?',
  'propertyWrite.comesBack': 'Yes, with a new version. The worker knows its own write by the values (R6).',
  'propertyWrite.etagOnly': 'No, but its version is new. The worker keeps the version of the answer (R6).',
  'propertyWrite.deltaOnly':
    'Yes, with the same version. The worker knows its own write by version and values (R6).',
  'propertyWrite.silent': 'No, and its version stays. The worker does not need it (R6).',
  'lastDeletion.title': "Is the deletion of a folder's last card told?",
  'lastDeletion.told':
    'Yes. A deleted card is {deletedCardById} by its id; the worker can do with either (R9).',
  'lastDeletion.toldLater':
    'Only with the next change in the folder. The link stays until then; nothing gets lost.',
  'lastDeletion.lastNotTold':
    "No, not the last one's. The link stays until the person changes in the CRM; nothing gets lost.",
  'lastDeletion.noneTold':
    'No, no deletion at all. Links stay until the person changes in the CRM; nothing gets lost.',
  'merge.title': 'What is left when somebody merges two cards?',
  'merge.keepsProperty':
    'One card, with its own connector ID. The worker asks what is to become of the other person (R7).',
  'merge.takesOther':
    "One card, with the other's connector ID. The worker gives it its own back, and asks (R7, R10).",
  'merge.losesProperty':
    'One card, without a connector ID. The worker gives it its own back, and asks (R7, R10).',
  'merge.newCard':
    'A new card; both old ones are gone. The worker asks what is to be done for both persons (R7, R9).',
  'merge.bothStay':
    'Both cards still exist; only the view was merged, or values were changed. What is borrowed does not reach the CRM (R7).',
  'merge.noneLeft':
    'Neither card is in the folder any more. The worker asks what is to be done for both persons (R9).',
  'copy.title': 'Does a copy take the connector ID along?',
  'copy.copied': "Yes. The card that the link names keeps it; the copy loses it and is the user's (R10).",
  'copy.notCopied': "No. The copy is the user's (R10).",
  'findDelay.title': 'How soon is a new card found by its connector ID?',
  'findDelay.atOnce': 'At once ({samples} times, {slowestMs} ms at most).',
  'findDelay.late':
    'After {fastestMs} to {slowestMs} ms. The worker waits {secondLookMs} ms for its second look (R11).',
  'findDelay.folderOnly':
    'Not outside the default folder; in the folder itself it is, after {slowestMs} ms at most. The worker makes cards in the default folder.',
  'findDelay.never':
    'Not for as long as was looked. For an unclear create the worker has to go through the folder as well (R11): use --apply.',
  'changeless.title': 'Does the delta show cards on which nothing has changed?',
  'changeless.quiet': 'No. The worker compares values in any case, not times (R6).',
  'changeless.sameValuesShow': 'Yes, after an update with the same values. The worker compares values (R6).',
  'changeless.linkingShows': 'Yes, after linking in Outlook. The worker compares values (R6).',
  'changeless.bothShow':
    'Yes, after an update with the same values and after linking in Outlook. The worker compares values (R6).',
  'birthday.title': 'Does a birthday come back as it was written?',
  'birthday.asWritten': 'Yes.',
  'birthday.otherMoment':
    'At another moment of the same day ({summer}, {winter}). The worker reads the day (R4).',
  'birthday.otherDay':
    'NO: on another day ({summer}, {winter}). Report this before you synchronise this mailbox.',
  'birthday.notKept': 'NO: it is not kept. Report this before you synchronise this mailbox.',
};

export const probeFindings: Texts<ProbeFinding> = { nl: foundNl, en: foundEn };

// ─── The command ────────────────────────────────────────────────────────────────────────────────

const cliNl = {
  probe: 'meet in een echt postvak hoe Microsoft zich gedraagt waar de documentatie zwijgt',
  probeAfter: `Werkt in eigen mappen ("Relatiebrug probe …") met verzonnen kaarten, en ruimt die weer op; van uw eigen kaarten worden alleen ids geteld.
Duurt een tot enkele minuten. Drie vragen en een deel van een vierde hebben iemand in Outlook nodig (--with-me).
Zonder --with-me worden die niet gesteld. Is de meting onderbroken, dan vindt --clean-up wat er nog staat.`,
  probeWithMe:
    'stel ook de vragen waarvoor iemand iets doet in Outlook: zegt wat, en wacht tot het te zien is',
  probeWait: 'zoveel minuten wachten op elke handeling in Outlook (standaard 10)',
  probePatience: 'zoveel seconden wachten tot een wijziging zich toont (standaard 60)',
  probeSave: 'bewaar alle antwoorden, met hoe ze gemeten zijn, als JSON in een bestand',
  probeForce: 'overschrijf een bestaand bestand',
  probeApply: 'bewaar wat eruit volgt voor de worker in GRAPH_ASSUMPTIONS_FILE',
  probeCleanUp: 'meet niets, maar ruim op wat een onderbroken meting heeft laten staan',
  probeYes: 'begin zonder te vragen',
  probeWhat:
    'De meting maakt in het Outlook van {name} mappen met de naam "{folder} …" en ruim twintig verzonnen kaarten, en verwijdert die weer.',
  probeWhatNot:
    'Eigen kaarten worden niet gewijzigd; van de standaardmap worden alleen de ids gelezen en vergeleken.',
  probeWhatPhone: 'Tijdens de meting kunnen de verzonnen kaarten kort op een telefoon verschijnen.',
  probeAsking: 'Vraag {n} van {of}: {title}',
  probeNotAsked: 'Niet gevraagd: hiervoor is iemand in Outlook nodig (--with-me).',
  probeTimedOut: 'Niet gezien: binnen de tijd is er in Outlook niets gebeurd.',
  probeFailed: 'Niet gelukt ({code}).',
  probePartly: '(Koppelen in Outlook is niet gemeten.)',
  probeAppCanMove: '(De worker kan een kaart zelf verhuizen.)',
  probeTook: '{requests} verzoeken in {seconds} seconden.',
  probeStopped: 'De meting is gestopt; de vragen hierboven zijn beantwoord.',
  probeCleaned: 'Opgeruimd: {cards} kaarten, {folders} mappen.',
  probeNotThere:
    'Niet meer te vinden: {notThere}; er kunnen nog verzonnen kaarten bij Verwijderde items staan.',
  probeKept:
    'Blijven staan: {kept} kaart(en) waarop iets staat dat de meting niet schreef, met hun map. Kijk er zelf naar.',
  probeLeft: 'Nog niet opgeruimd: {left}. Draai straks `relatiebrug probe {name} --clean-up`.',
  probeNothingLeft: 'Er stond niets meer.',
  probeSaved: 'Bewaard in {file}.',
  probeAssumptions: 'Voor de worker: tweede blik na {secondLookMs} ms, opzoeken {lookUp}.',
  'probeLookUp.filter': 'met een filter',
  'probeLookUp.filterAndListing': 'met een filter en door de map te doorlopen',
  probeApplied: 'Vastgelegd in {file}; een worker die draait leest het bij de volgende start.',
  probeApplyHint: 'Leg dit vast met --apply (en GRAPH_ASSUMPTIONS_FILE).',
  'probeDeleted.found': 'gevonden',
  'probeDeleted.gone': 'niet gevonden',
  'probeStep.move':
    'In Outlook: open Contactpersonen, map "{folder}". Verplaats de kaart "Test {card}" naar de map "{to}".',
  'probeStep.merge':
    'In Outlook op het web: open Personen, map "{folder}". Selecteer de kaarten "Test {card}" en "Test {other}" en voeg ze samen (Contactpersonen koppelen of samenvoegen). Voeg er geen eigen kaart bij.',
  'probeStep.copy':
    'In Outlook: open Contactpersonen, map "{folder}". Kopieer de kaart "Test {card}" en plak haar in dezelfde map.',
  'probeStep.link':
    'In Outlook: open Contactpersonen, map "{folder}". Open de kaart "Test {card}" en koppel haar aan "Test {other}" zonder iets te wijzigen.',
  probeWaiting: 'Er wordt ten hoogste {minutes} minuten gewacht tot het te zien is…',
} as const;

export type ProbeCliText = keyof typeof cliNl;

const cliEn: Readonly<Record<ProbeCliText, string>> = {
  probe: 'measure in a real mailbox how Microsoft behaves where its documents are silent',
  probeAfter: `Works in folders of its own ("Relatiebrug probe …") with invented cards, and clears them away; of your own cards only the ids are counted.
Takes one to a few minutes. Three questions and a part of a fourth need somebody in Outlook (--with-me).
Without --with-me they are not asked. When a run was broken off, --clean-up finds what is still there.`,
  probeWithMe:
    'also ask the questions for which somebody does something in Outlook: says what, and waits until it shows',
  probeWait: 'wait so many minutes for each thing to be done in Outlook (default 10)',
  probePatience: 'wait so many seconds for a change to show (default 60)',
  probeSave: 'save all answers, with how they were measured, as JSON in a file',
  probeForce: 'overwrite an existing file',
  probeApply: 'keep what follows for the worker in GRAPH_ASSUMPTIONS_FILE',
  probeCleanUp: 'measure nothing, but clear away what a run that was broken off has left',
  probeYes: 'begin without asking',
  probeWhat:
    'The probe makes folders named "{folder} …" and some twenty invented cards in the Outlook of {name}, and removes them again.',
  probeWhatNot: 'Own cards are not changed; of the default folder only the ids are read and compared.',
  probeWhatPhone: 'While it runs, the invented cards may appear on a phone for a short time.',
  probeAsking: 'Question {n} of {of}: {title}',
  probeNotAsked: 'Not asked: it needs somebody in Outlook (--with-me).',
  probeTimedOut: 'Not seen: nothing was done in Outlook in time.',
  probeFailed: 'Did not succeed ({code}).',
  probePartly: '(Linking in Outlook was not measured.)',
  probeAppCanMove: '(The worker can move a card by itself.)',
  probeTook: '{requests} requests in {seconds} seconds.',
  probeStopped: 'The probe was stopped; the questions above are answered.',
  probeCleaned: 'Cleared away: {cards} cards, {folders} folders.',
  probeNotThere: 'Not to be found any more: {notThere}; there may still be invented cards in Deleted Items.',
  probeKept:
    'Left alone: {kept} card(s) on which something stands that the probe did not write, with their folder. Look at them yourself.',
  probeLeft: 'Not cleared away yet: {left}. Run `relatiebrug probe {name} --clean-up` later.',
  probeNothingLeft: 'Nothing was left.',
  probeSaved: 'Saved in {file}.',
  probeAssumptions: 'For the worker: second look after {secondLookMs} ms, look-up {lookUp}.',
  'probeLookUp.filter': 'by a filter',
  'probeLookUp.filterAndListing': 'by a filter and by going through the folder',
  probeApplied: 'Kept in {file}; a worker that runs reads it at its next start.',
  probeApplyHint: 'Keep this with --apply (and GRAPH_ASSUMPTIONS_FILE).',
  'probeDeleted.found': 'found',
  'probeDeleted.gone': 'not found',
  'probeStep.move':
    'In Outlook: open Contacts, folder "{folder}". Move the card "Test {card}" to the folder "{to}".',
  'probeStep.merge':
    'In Outlook on the web: open People, folder "{folder}". Select the cards "Test {card}" and "Test {other}" and merge them (Link or Merge contacts). Add no card of your own.',
  'probeStep.copy':
    'In Outlook: open Contacts, folder "{folder}". Copy the card "Test {card}" and paste it into the same folder.',
  'probeStep.link':
    'In Outlook: open Contacts, folder "{folder}". Open the card "Test {card}" and link it to "Test {other}" without changing anything.',
  probeWaiting: 'Waiting for at most {minutes} minutes until it shows…',
};

export const probeCliTexts: Texts<ProbeCliText> = { nl: cliNl, en: cliEn };
