import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeViolation } from './totals.ts';
import { Workers } from './workers/workers.ts';
import { profileNames, profileOf } from './world/profiles.ts';

let workers: Workers;
beforeAll(() => {
  workers = new Workers(1);
});
afterAll(() => workers.stop());

const ordersPerWorld = 300;
const world = (seed: string, orders: number) => ({ seed, orders, mutations: [], conditions: {} });

/** The first seed of each profile, so that one world of each is simulated. */
const seeds = Array.from({ length: 100 }, (_, index) => `test/${index}`);
const worlds = profileNames.map((profile) => ({
  profile,
  seed: seeds.find((seed) => profileOf(seed) === profile) ?? '',
}));

/** Orders of hot SKUs do not collide: so not every world need have a conflict, but they have some together. */
let collided = 0;

describe('every law holds at every write, and once all is quiet', () => {
  test.each(worlds)('in world $seed, with the settings $profile', async ({ seed }) => {
    const { violations, faults, conflicts } = await workers.run(world(seed, ordersPerWorld));
    const again = `again: npm run simulate -- --world ${seed} --orders ${ordersPerWorld}`;
    expect(violations.map(describeViolation), again).toEqual([]);
    expect(faults.length).toBeGreaterThan(5);
    collided += conflicts;
  });

  test('though transactions collide', () => {
    expect(collided).toBeGreaterThan(0);
  });
});

test('every law holds where the saga is on Express, and runs more than once', async () => {
  const job = { ...world('test/express', ordersPerWorld), conditions: { orchestration: 'express' } as const };
  const { violations } = await workers.run(job);
  const again = `again: npm run simulate -- --world test/express --orders ${ordersPerWorld} --express`;
  expect(violations.map(describeViolation), again).toEqual([]);
});

test('the same seed is the same run, to the last write, and another seed is another', async () => {
  const traced = (seed: string) => workers.run({ ...world(seed, 150), trace: 'Orders' });
  const [one, again, other] = [await traced('same'), await traced('same'), await traced('other')];
  expect(again).toEqual(one);
  expect(one.history.length).toBeGreaterThan(150);
  expect(other.digest).not.toBe(one.digest);
});
