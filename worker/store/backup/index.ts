/** Back-ups of a store (docs/adr/0009-backup-format.md): what the command line needs of them. */
export { openFrames, type Manifest, type OpenedBackup } from './format.ts';
export { readContents, type Contents } from './catalog.ts';
export { writeBackup, type BackupProgress } from './write-backup.ts';
export { restoreBackup, type Restored } from './restore-backup.ts';
