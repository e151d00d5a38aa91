/** How much an import takes. A file beyond any of these changes nothing and is answered with a clear error. */

/** Bytes of the file. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;
/** Bytes of an XLSX once unpacked, as its directory declares them. */
export const MAX_UNPACKED_BYTES = 96 * 1024 * 1024;
export const MAX_ROWS = 100_000;
export const MAX_COLUMNS = 200;
/** UTF-16 code units of one cell. Excel itself takes 32,767. */
export const MAX_CELL_LENGTH = 65_536;
