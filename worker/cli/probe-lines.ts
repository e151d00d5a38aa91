/** A report of the probe in words: per question what was found and what it means, what follows, and what was cleared away. */
import { probeFindings, type ProbeFinding } from '../../shared/texts/probe.ts';
import { fill } from '../../shared/texts/language.ts';
import type { Answer, CleanedUp, ProbeReport } from '../probe/answers.ts';
import type { Run } from './program.ts';

type Speaker = Pick<Run, 't' | 'language'>;

/** Questions with a number; what comes after them is measured along. */
const numbered = 10;

const dangers: readonly string[] = [
  'staleEtag.ignored',
  'birthday.otherDay',
  'birthday.notKept',
] satisfies ProbeFinding[];

/** Found something for which this mailbox should not be synchronised yet. */
export const isDanger = ({ question, finding }: Answer): boolean =>
  dangers.includes(`${question}.${String(finding)}`);

export const answerLines = (speaker: Speaker, report: ProbeReport): string[] =>
  report.answers.flatMap((answer, at) => {
    const number = at < numbered ? `${String(at + 1)}.` : '+';
    const title = probeFindings[speaker.language][`${answer.question}.title`];
    return [
      `${number.padStart(3)} ${title}`,
      `    ${found(speaker, report, answer)}${asideOf(speaker, answer)}`,
    ];
  });

const found = (speaker: Speaker, { assumptions }: ProbeReport, answer: Answer): string => {
  const { question, outcome, finding, code } = answer;
  if (outcome === 'failed') return speaker.t('probeFailed', { code: code ?? '' });
  if (finding === null) return speaker.t(outcome === 'timedOut' ? 'probeTimedOut' : 'probeNotAsked');
  const key = `${question}.${finding}` as ProbeFinding;
  return fill(probeFindings[speaker.language][key], valuesOf(speaker, answer, assumptions.secondLookMs));
};

const valuesOf = (speaker: Speaker, { facts }: Answer, secondLookMs: number): Record<string, string> => {
  const shown = Object.entries(facts).map(([name, value]) => [name, value === null ? '–' : String(value)]);
  const deleted = facts['deletedCardById'] === 'gone' ? 'gone' : 'found';
  return {
    ...(Object.fromEntries(shown) as Record<string, string>),
    deletedCardById: speaker.t(`probeDeleted.${deleted}`),
    secondLookMs: String(secondLookMs),
  };
};

const asideOf = (speaker: Speaker, { question, outcome, facts }: Answer): string => {
  if (question === 'changeless' && outcome === 'partly') return ` ${speaker.t('probePartly')}`;
  return question === 'move' && facts['appCanMove'] === true ? ` ${speaker.t('probeAppCanMove')}` : '';
};

export const assumptionLine = (
  speaker: Speaker,
  { secondLookMs, lookUp }: ProbeReport['assumptions'],
): string => speaker.t('probeAssumptions', { secondLookMs, lookUp: speaker.t(`probeLookUp.${lookUp}`) });

/** Whether the worker should go by more than its defaults. */
export const isMore = ({ assumptions }: ProbeReport): boolean =>
  assumptions.lookUp !== 'filter' || assumptions.secondLookMs > 2_000;

export const clearedLines = (
  speaker: Speaker,
  { cards, folders, kept, notThere, left }: CleanedUp,
  name: string,
): string[] => [
  speaker.t('probeCleaned', { cards, folders }),
  ...(notThere === 0 ? [] : [speaker.t('probeNotThere', { notThere })]),
  ...(kept === 0 ? [] : [speaker.t('probeKept', { kept })]),
  ...(left === 0 ? [] : [speaker.t('probeLeft', { left, name })]),
];
