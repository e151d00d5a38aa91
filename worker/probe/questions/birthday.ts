/** Beside the ten: what comes back of a birthday written as this product writes it (R4: no time zone moves it). */
import { fromGraphBirthday, toGraphBirthday } from '../../graph/contact/birthday.ts';
import { textOf } from '../../graph/answer.ts';
import { answered, type Question } from '../question.ts';

/** In summer time and in winter time. */
const dates = ['1974-07-22', '1980-02-29'] as const;

export const birthday: Question<'birthday'> = async (room) => {
  const folderId = await room.folder();
  const back: { date: string; text: string | null }[] = [];
  for (const date of dates) {
    const card = await room.make('Jarig', folderId, { birthday: toGraphBirthday(date) });
    const sight = await room.see(card.id);
    back.push({ date, text: textOf(sight?.contact['birthday']) });
  }
  const facts = { summer: back[0]?.text ?? null, winter: back[1]?.text ?? null };
  if (back.some(({ text }) => text === null)) return answered('notKept', facts);
  if (back.some(({ date, text }) => fromGraphBirthday(text) !== date)) return answered('otherDay', facts);
  const isSame = back.every(
    ({ date, text }) => Date.parse(text ?? '') === Date.parse(toGraphBirthday(date) ?? ''),
  );
  return answered(isSame ? 'asWritten' : 'otherMoment', facts);
};
