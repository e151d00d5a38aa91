/**
 * Prints the settings table as `.env.example`. Run to renew the file:
 * `node --import tsx -e "import('./worker/settings-example.ts').then((m) => process.stdout.write(m.printEnvExample()))" > .env.example`
 */
import type { SectionId, SettingRow } from './settings-table.ts';
import { sections, settingNames, settingsTable } from './settings-table.ts';

const head = `# Relatiebrug: alle instellingen. Kopieer dit bestand naar .env en haal het # weg voor wat u wilt zetten.
# Relatiebrug: all settings. Copy this file to .env and take away the # before what you want to set.
# Wat er staat is de standaardwaarde, tenzij erboven "voorbeeld" staat.
# What stands here is the default, unless it says "example" above it.
# De omgeving gaat voor .env; een lege waarde telt als niet gezet.
# The environment comes before .env; an empty value counts as not set.`;

const printRow = (name: string, row: SettingRow<unknown>): string => {
  const [nl, en] = row.byDefault === null ? [' (voorbeeld:)', ' (example:)'] : ['', ''];
  return `# ${row.about.nl}${nl}\n# ${row.about.en}${en}\n#${name}=${row.byDefault ?? row.example}`;
};

/** The whole text of `.env.example`. */
export const printEnvExample = (): string => {
  const parts = (Object.keys(sections) as SectionId[]).map((id) => {
    const rows = settingNames
      .filter((name) => settingsTable[name].section === id)
      .map((name) => printRow(name, settingsTable[name]));
    const { nl, en } = sections[id];
    return [`# ── ${nl === en ? nl : `${nl} / ${en}`} ──`, ...rows].join('\n\n');
  });
  return `${[head, ...parts].join('\n\n')}\n`;
};
