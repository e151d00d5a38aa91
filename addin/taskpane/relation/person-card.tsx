/** One person: who it is, how to reach them, whose relation it is, whether they are in one's Outlook. */
import { Button, mergeClasses } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { PersonView } from '../../../shared/api/persons.ts';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { personsApi } from '../../api/persons.ts';
import { Face } from '../parts/face.tsx';
import { ActionTrouble } from '../parts/notices.tsx';
import { useApi, usePane } from '../pane.ts';
import { useLanguage, useSpeech } from '../texts.tsx';
import { Contact } from './contact.tsx';
import { InOutlook } from './in-outlook.tsx';
import { formatBirthday, isWebLink, shownText } from './plain.ts';
import { Ties } from './ties.tsx';
import { useLooks } from './use-looks.ts';
import { usePersonActions } from './use-person-actions.ts';
import { describe } from './words.ts';

/** A glance is not a look: mails that are flicked through leave no trace. */
export const SEEN_MS = 1_000;
/** As many groups as are shown by name. */
const FEW = 8;

interface Props {
  readonly person: PersonView;
  /** False while another item is on its way. */
  readonly settled: boolean;
  /** As it is after a change. */
  readonly onPerson: (person: PersonView) => void;
  readonly onEdit: () => void;
}

export const PersonCard = ({ person, settled, onPerson, onEdit }: Props) => {
  const looks = useLooks();
  const actions = usePersonActions(person, onPerson);
  useSeen(settled ? person.id : null);
  return (
    <article className={looks.page}>
      <Head person={person} />
      <Ways person={person} onEdit={onEdit} />
      {actions.trouble !== null && <ActionTrouble trouble={actions.trouble} />}
      <InOutlook person={person} actions={actions} />
      <Contact person={person} />
      <Ties person={person} actions={actions} />
      <About person={person} />
    </article>
  );
};

const useSeen = (personId: string | null): void => {
  const { seen } = useApi(personsApi);
  useEffect(() => {
    if (personId === null) return undefined;
    const timer = setTimeout(() => {
      // That it could not be kept is no trouble of the user's.
      if (document.visibilityState === 'visible') seen(personId).catch(() => undefined);
    }, SEEN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [personId, seen]);
};

const Head = ({ person }: { person: PersonView }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const line = describe(person, texts);
  const kind = texts.kinds[person.kind];
  return (
    <div className={looks.head}>
      <Face name={person.displayName} large />
      <div className={looks.grow}>
        <h1 className={looks.title} tabIndex={-1}>
          {shownText(person.displayName)}
        </h1>
        {line !== kind && <p className={looks.text}>{line}</p>}
        <p className={looks.quiet}>
          {kind}
          {person.former && <span className={looks.badge}>{texts.former}</span>}
        </p>
      </div>
    </div>
  );
};

const Ways = ({ person, onEdit }: { person: PersonView; onEdit: () => void }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { host, go } = usePane();
  const { crmUrl, displayName, id } = person;
  return (
    <div className={looks.actions}>
      <Button size="small" data-opener="edit" onClick={onEdit}>
        {texts.edit}
      </Button>
      {crmUrl !== null && isWebLink(crmUrl) && (
        <Button
          as="a"
          size="small"
          appearance="subtle"
          href={crmUrl}
          target="_blank"
          rel="noopener noreferrer"
          onClick={(event: { preventDefault: () => void }) => {
            if (host.openUrl(crmUrl)) event.preventDefault();
          }}
        >
          {texts.openInCrm}
        </Button>
      )}
      <Button
        size="small"
        appearance="subtle"
        aria-label={texts.historyOf(shownText(displayName))}
        onClick={() => {
          go({ screen: 'history', personId: id });
        }}
      >
        {texts.history}
      </Button>
    </div>
  );
};

const locales = { nl: 'nl-NL', en: 'en-GB' };

const About = ({ person: { fields, groups, hidden } }: { person: PersonView }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const language = useLanguage();
  const birthday = hidden.includes('birthDate') ? null : fields.birthDate;
  const shownGroups = hidden.includes('groups') ? [] : groups;
  if (birthday === null && shownGroups.length === 0) return null;
  return (
    <section className={looks.part}>
      <h2 className={looks.section}>{texts.about}</h2>
      {birthday !== null && (
        <div>
          <span className={mergeClasses(looks.quiet, looks.small)}>{texts.birthday}</span>
          <br />
          {formatBirthday(birthday, locales[language])}
        </div>
      )}
      {shownGroups.length > 0 && (
        <div>
          <span className={mergeClasses(looks.quiet, looks.small)}>{texts.groups}</span>
          <ul className={looks.chips}>
            {shownGroups.slice(0, FEW).map((group) => (
              <li key={group} className={looks.chip}>
                {shownText(group, 60)}
              </li>
            ))}
            {shownGroups.length > FEW && (
              <li className={looks.quiet}>{texts.andMore(shownGroups.length - FEW)}</li>
            )}
          </ul>
        </div>
      )}
    </section>
  );
};
