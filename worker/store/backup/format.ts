/**
 * The file of a back-up (docs/adr/0009-backup-format.md): gzip of a first line and frames. A frame is one byte of kind, four bytes of length
 * (big-endian) and that many bytes: `M` the manifest, then for each table `T` which one, `D` its rows as COPY writes them,
 * `E` how many and their SHA-256, and last `Z` the SHA-256 of everything before it.
 *
 * Whoever reads believes nothing: a file that was cut off, altered or made by something else ends in a StoreError, before
 * anything is committed. Knows no tables and no SQL.
 */
import { createHash, type Hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { codeOf, StoreError } from '../errors.ts';

const firstLine = 'RELATIEBRUG BACKUP 1\n';
const headBytes = 5;
/** What a frame may hold at most; a manifest of a thousand tables is far smaller, and rows are cut to pieces. */
const maxFrameBytes = 16 * 1024 * 1024;
const pieceBytes = 1024 * 1024;

const columnName = z.string().min(1).max(63);
const tableSchema = z.strictObject({
  schema: columnName,
  name: columnName,
  columns: z.array(columnName).min(1),
  rows: z.int().nonnegative(),
});
const manifestSchema = z.strictObject({
  /** Version of Relatiebrug that wrote it; for people. */
  product: z.string().max(100),
  madeAt: z.iso.datetime(),
  /** Migrations that the database had, oldest first. */
  migrations: z.array(z.strictObject({ name: z.string().max(200), checksum: z.string().max(128) })).min(1),
  tables: z.array(tableSchema),
  /** Last number that an identity column gave out. */
  sequences: z.array(
    z.strictObject({
      schema: columnName,
      table: columnName,
      column: columnName,
      last: z.string().regex(/^\d{1,19}$/u),
    }),
  ),
  /** Ids of the token keys without which what is sealed in it does not open. */
  keyIds: z.array(z.string().max(64)),
});
const endOfTable = z.strictObject({ rows: z.int().nonnegative(), sha256: z.string().length(64) });
const endOfFile = z.strictObject({ sha256: z.string().length(64) });

export type BackupTable = z.infer<typeof tableSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

export const damaged = (cause?: unknown): StoreError =>
  new StoreError(
    'store.backupDamaged',
    'This back-up is damaged or incomplete. Nothing was changed. Take another one; a back-up that was copied by halves ' +
      'can be told by its size.',
    { cause },
  );

// ─── Writing ────────────────────────────────────────────────────────────────────────────────────

export interface TableSource {
  readonly table: BackupTable;
  /** In any pieces. */
  readonly rows: () => AsyncIterable<Uint8Array>;
}

const newline = 0x0a;
const countRows = (bytes: Uint8Array): number => {
  let rows = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) rows += 1;
  return rows;
};

async function* frames(
  manifest: Manifest,
  tables: Iterable<TableSource>,
  onRows: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  const whole = createHash('sha256');
  const frame = (kind: string, body: Uint8Array): Uint8Array => {
    const bytes = Buffer.alloc(headBytes + body.length);
    bytes.write(kind, 0, 'latin1');
    bytes.writeUInt32BE(body.length, 1);
    bytes.set(body, headBytes);
    whole.update(bytes);
    return bytes;
  };
  const json = (kind: string, data: object): Uint8Array => frame(kind, Buffer.from(JSON.stringify(data)));
  const first = Buffer.from(firstLine);
  whole.update(first);
  yield first;
  yield json('M', manifest);
  for (const { table, rows: source } of tables) {
    yield json('T', table);
    const hash = createHash('sha256');
    let rows = 0;
    for await (const chunk of source()) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        hash.update(piece);
        rows += countRows(piece);
        yield frame('D', piece);
      }
      onRows(rows);
    }
    yield json('E', { rows, sha256: hash.digest('hex') });
  }
  const sha256 = whole.digest('hex');
  const end = Buffer.from(JSON.stringify({ sha256 }));
  const head = Buffer.alloc(headBytes);
  head.write('Z', 0, 'latin1');
  head.writeUInt32BE(end.length, 1);
  yield Buffer.concat([head, end]);
}

/** The bytes of a file. `onRows`: rows of the present table so far. Throws what the sources throw. */
export const writeFrames = (
  manifest: Manifest,
  tables: Iterable<TableSource>,
  onRows: (rows: number) => void = () => undefined,
): AsyncIterable<Uint8Array> => {
  const gzip = createGzip();
  // A failure of a source destroys the stream, which its reader is told.
  pipeline(Readable.from(frames(manifest, tables, onRows), { objectMode: false }), gzip, () => undefined);
  return gzip;
};

// ─── Reading ────────────────────────────────────────────────────────────────────────────────────

interface Frame {
  readonly kind: string;
  readonly body: Uint8Array;
}

/** Takes exactly so many bytes at a time from a stream of any pieces. */
const byteReader = (source: AsyncIterable<Uint8Array>) => {
  const iterator = source[Symbol.asyncIterator]();
  let pieces: Uint8Array[] = [];
  let have = 0;
  const take = async (bytes: number): Promise<Buffer | null> => {
    while (have < bytes) {
      const next = await iterator.next();
      if (next.done === true) {
        if (have === 0) return null;
        throw damaged();
      }
      pieces.push(next.value);
      have += next.value.length;
    }
    const all = Buffer.concat(pieces);
    pieces = [all.subarray(bytes)];
    have = all.length - bytes;
    return all.subarray(0, bytes);
  };
  return { take, end: async () => void (await iterator.return?.()) };
};

type Bytes = ReturnType<typeof byteReader>;

const readFrame = async (bytes: Bytes): Promise<{ frame: Frame; raw: Uint8Array } | null> => {
  const head = await bytes.take(headBytes);
  if (head === null) return null;
  const length = head.readUInt32BE(1);
  if (length > maxFrameBytes) throw damaged();
  const body = length === 0 ? Buffer.alloc(0) : await bytes.take(length);
  if (body === null) throw damaged();
  return { frame: { kind: head.toString('latin1', 0, 1), body }, raw: Buffer.concat([head, body]) };
};

const parse = <T>(schema: z.ZodType<T>, { body }: Frame): T => {
  try {
    return schema.parse(JSON.parse(Buffer.from(body).toString('utf8')));
  } catch (error) {
    throw damaged(error);
  }
};

export interface TableContent {
  readonly table: BackupTable;
  /** Throws `store.backupDamaged` when they are not what was written; to be read to their end. */
  readonly rows: AsyncIterable<Uint8Array>;
}

export interface OpenedBackup {
  readonly manifest: Manifest;
  /** Each table once, in the order in which they can be filled. Read to its end, it proves the whole file. */
  tables(): AsyncIterable<TableContent>;
  close(): Promise<void>;
}

/** Reads as far as the manifest. Throws `store.notABackup` or `store.backupDamaged`, and what the source throws. */
export const openFrames = async (source: AsyncIterable<Uint8Array>): Promise<OpenedBackup> => {
  const bytes = byteReader(gunzipped(source));
  const whole = createHash('sha256');
  const next = async (): Promise<Frame> => {
    const read = await readFrame(bytes);
    if (read === null) throw damaged();
    if (read.frame.kind !== 'Z') whole.update(read.raw);
    return read.frame;
  };
  const first = await readFirst(bytes);
  whole.update(first);
  const opening = await next();
  if (opening.kind !== 'M') throw damaged();
  const manifest = parse(manifestSchema, opening);
  return { manifest, tables: () => readTables(manifest, next, bytes, whole), close: bytes.end };
};

const readFirst = async (bytes: Bytes): Promise<Uint8Array> => {
  const notOne = (cause?: unknown): StoreError =>
    new StoreError(
      'store.notABackup',
      'This file is no back-up of Relatiebrug, or of a later kind. Nothing was changed.',
      {
        cause,
      },
    );
  let first: Uint8Array | null;
  try {
    first = await bytes.take(firstLine.length);
  } catch (error) {
    // Not compressed, or shorter than the line; trouble with the file itself is told as it is.
    const code = codeOf(error) ?? '';
    throw code.startsWith('Z_') || code === 'store.backupDamaged' ? notOne(error) : error;
  }
  if (first === null || Buffer.from(first).toString('latin1') !== firstLine) throw notOne();
  return first;
};

async function* readTables(
  manifest: Manifest,
  next: () => Promise<Frame>,
  bytes: Bytes,
  whole: Hash,
): AsyncGenerator<TableContent> {
  for (const expected of manifest.tables) {
    const opening = await next();
    if (opening.kind !== 'T' || JSON.stringify(parse(tableSchema, opening)) !== JSON.stringify(expected)) {
      throw damaged();
    }
    yield { table: expected, rows: readRows(expected, next) };
  }
  const last = await next();
  if (last.kind !== 'Z' || parse(endOfFile, last).sha256 !== whole.digest('hex')) throw damaged();
  // Its own sum stands behind the last byte of the compressed stream, and nothing else may.
  if ((await bytes.take(1)) !== null) throw damaged();
}

async function* readRows(table: BackupTable, next: () => Promise<Frame>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for (;;) {
    const frame = await next();
    if (frame.kind === 'D') {
      hash.update(frame.body);
      yield frame.body;
      continue;
    }
    if (frame.kind !== 'E') throw damaged();
    const { rows, sha256 } = parse(endOfTable, frame);
    if (rows !== table.rows || sha256 !== hash.digest('hex')) throw damaged();
    return;
  }
}

/** What zlib cannot read is a damaged file; what the source itself throws stays as it is. */
async function* gunzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  pipeline(Readable.from(source, { objectMode: false }), gunzip, () => undefined);
  let any = false;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      any = true;
      yield chunk;
    }
  } catch (error) {
    throw any && (codeOf(error) ?? '').startsWith('Z_') ? damaged(error) : error;
  }
}
