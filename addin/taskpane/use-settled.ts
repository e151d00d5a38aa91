/** What is typed into a search field, once one stops typing for a moment: a question less for every letter. */
import { useEffect, useState } from 'react';

const TYPING_MS = 250;

export const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(text);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  return settled;
};
