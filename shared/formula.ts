/**
 * Keeps a spreadsheet from running a cell's text as a formula (OWASP, "CSV injection"): whoever writes a file for one puts
 * an apostrophe before such text, and whoever reads it takes exactly that apostrophe away again.
 */
const formulaStart = /^'*[=+\-@\t\r]/u;
const guardedStart = /^'+[=+\-@\t\r]/u;

export const guardFormula = (text: string): string => (formulaStart.test(text) ? `'${text}` : text);
export const unguardFormula = (text: string): string => (guardedStart.test(text) ? text.slice(1) : text);
