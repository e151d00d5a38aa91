/** Hands a file to the user, as the browser saves files. A link cannot: the file needs the token of the call. */

/** Long enough for any browser to have begun. */
const KEPT_MS = 60_000;

export const saveFile = (content: Blob, name: string): void => {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, KEPT_MS);
};
