/** `npm run schema:dump`: writes schema.sql from a database that is made for it, migrated, read and thrown away. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from './open-store.ts';
import { dumpSchema, schemaFile } from './schema.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'relatiebrug-schema-'));
try {
  const store = await openStore({ dataDir });
  try {
    await store.migrate();
    await writeFile(schemaFile, await dumpSchema(store.db));
  } finally {
    await store.close();
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
