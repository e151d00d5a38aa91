/** A look-up of addresses must not read the persons from one end to the other; how long it takes is for bench/lookup.ts. */
import { fillCrm, scannedWhole } from '../../../bench/lookup.ts';
import { useCrm } from './crm-on-test-db.ts';

const on = useCrm();

test('the persons at one or a hundred addresses are found by index, whoever else there is', async () => {
  const manager = await on.crm.upsertEmployee({ email: 'petra@kantoor.example', displayName: 'Petra' });
  await fillCrm(on.db, 20_000, [manager!.id]);
  const addresses = Array.from(
    { length: 100 },
    (_, n) => `p${String(n)}@bedrijf${String(Math.floor(n / 5))}.example`,
  );
  for (const asked of [['info@bedrijf7.example'], addresses]) {
    expect((await on.crm.findByEmails(asked)).length).toBeGreaterThan(5);
    const whole = await scannedWhole(on.db, asked);
    for (const large of ['persons', 'organisations', 'owners', 'person_groups'])
      expect(whole).not.toContain(large);
  }
});
