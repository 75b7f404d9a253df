import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../../bin/documents/documents.ts';
import { Shop } from '../support/shop.ts';
import { racePicture } from './race-picture/picture.ts';
import { type RacePlan, recordRace } from './race-picture/record.ts';

/** Runs a race on a local run, and draws it as it went. */
const plan: RacePlan = { buyers: 40, units: 10, declinedEvery: 5 };
const file = join(projectDirectory, 'docs', 'console', 'race.svg');

const shop = await Shop.open();
try {
  await shop.warmUp();
  const frames = await recordRace(shop, plan);
  writeFileSync(file, racePicture(plan, frames));
  const end = frames.at(-1);
  console.log(`${frames.length} looks in ${end?.milliseconds} ms`);
  console.table({ 'check, then remove': end?.comparison, Holdfast: end?.holdfast });
  console.log(file);
} finally {
  await shop.run.stop();
}
