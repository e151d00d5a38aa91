/** Addresses and numbers of a person: to write to, to call, to copy. */
import { Button, mergeClasses } from '@fluentui/react-components';
import { Call20Regular } from '@fluentui/react-icons/svg/call';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { Mail20Regular } from '@fluentui/react-icons/svg/mail';
import { useEffect, useState } from 'react';
import type { PersonView } from '../../../shared/api/persons.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { copyText } from '../copy-text.ts';
import { usePane } from '../pane.ts';
import { useSpeech } from '../texts.tsx';
import { mailLink, shownText, telLink } from './plain.ts';
import { useLooks } from './use-looks.ts';

const emails = ['workEmail', 'privateEmail'] as const;
const phones = ['workPhone', 'workMobile', 'privatePhone', 'privateMobile'] as const;
type ContactField = (typeof emails | typeof phones)[number];

const isEmail = (field: ContactField): field is (typeof emails)[number] =>
  emails.some((one) => one === field);

export const Contact = ({ person: { fields } }: { person: PersonView }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const rows = [...emails, ...phones].flatMap((field) => {
    const value = fields[field];
    return value === null ? [] : [{ field, value }];
  });
  return (
    <section className={looks.part}>
      <h2 className={looks.section}>{texts.contact}</h2>
      {rows.length === 0 ? (
        <p className={looks.quiet}>{texts.noContact}</p>
      ) : (
        <ul className={mergeClasses(looks.list, looks.rows)}>
          {rows.map(({ field, value }) => (
            <li key={field} className={looks.note}>
              <span aria-hidden className={looks.sign}>
                {isEmail(field) ? <Mail20Regular /> : <Call20Regular />}
              </span>
              <Row field={field} value={value} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const Row = ({ field, value }: { field: ContactField; value: string }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const label = useSpeech(fieldTexts)[field];
  const { copied, copy } = useCopy(value, label);
  return (
    <>
      <span className={looks.grow}>
        <ValueLink field={field} value={value} />
        <br />
        <span className={mergeClasses(looks.quiet, looks.small)}>
          {copied === false ? texts.notCopied : capital(label)}
        </span>
      </span>
      <Button
        size="small"
        appearance="subtle"
        aria-label={texts.copy(label)}
        icon={copied === true ? <Checkmark20Regular /> : <Copy20Regular />}
        onClick={copy}
      />
    </>
  );
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const ValueLink = ({ field, value }: { field: ContactField; value: string }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { host } = usePane();
  const shown = shownText(value);
  const phone = isEmail(field) ? null : telLink(value);
  if (phone !== null)
    return (
      <a className={looks.link} href={phone} aria-label={texts.call(shown)}>
        {shown}
      </a>
    );
  // What is no number cannot be called.
  if (!isEmail(field)) return <span>{shown}</span>;
  return (
    <a
      className={looks.link}
      href={mailLink(value)}
      aria-label={texts.mailTo(shown)}
      onClick={(event) => {
        if (host.composeTo(value)) event.preventDefault();
      }}
    >
      {shown}
    </a>
  );
};

/** How long the sign of having copied stays. */
const DONE_MS = 2_000;

/** Null: not copied lately. */
const useCopy = (value: string, label: string) => {
  const texts = useSpeech(relationTexts);
  const { announce } = usePane();
  const [copied, setCopied] = useState<boolean | null>(null);
  useEffect(() => {
    if (copied !== true) return undefined;
    const timer = setTimeout(() => {
      setCopied(null);
    }, DONE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  const copy = () => {
    void copyText(value).then((done) => {
      setCopied(done);
      announce(done ? texts.copied(label) : texts.notCopied);
    });
  };
  return { copied, copy };
};
