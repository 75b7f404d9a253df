import { expect, test } from 'vitest';
import { goEveryWay } from '../support/every-way.ts';
import { permissionReport, reportFile, writeReport } from '../support/permissions.ts';
import { useShop } from '../support/use-shop.ts';

const shop = useShop({
  GRACE_PERIOD_SECONDS: 1,
  RESERVATION_TTL_SECONDS: 10,
  SWEEP_SECONDS: 1,
  SAGA_TIMEOUT_SECONDS: 10,
});

/** A machine that is too busy lets orders run into their time limits, and leaves ways untrodden. */
const rounds = 3;

test('every grant is used by something, and nothing is denied', async () => {
  await shop().warmUp();
  let report = await permissionReport(shop());
  for (let round = 0; round < rounds && report.unused.length > 0; round++) {
    await goEveryWay(shop());
    report = await permissionReport(shop());
  }
  writeReport(report);
  const used = report.grants.filter(({ uses }) => uses > 0).length;
  console.info(`${used} grants used, ${report.grants.length - used} others: see ${reportFile}`);
  expect(report.unused).toEqual([]);
  expect(report.denials).toEqual([]);
}, 240_000);
