import { describe, expect, test } from 'vitest';
import { readResults, rounded } from './results.ts';
import { scenarios, share } from './scenarios.ts';
import { simulate } from './simulate.ts';

/** Minutes of the model are too long for every test run; the page is held by a share of it, and by its results. */

const results = readResults();

test('the page has a result of every scenario, and of no other', () => {
  expect([...results.keys()].sort()).toEqual([...scenarios.keys()].sort());
});

describe('the code does what the page tells of it; if it is meant to do something else: npm run scale -- --write', () => {
  test.each(share)('%s', async (name) => {
    const scenario = scenarios.get(name);
    if (scenario === undefined) throw new Error(`There is no scenario ${name}`);
    expect(rounded(await simulate(scenario))).toEqual(results.get(name));
  });
});

test('whatever is offered, no unit is sold twice or kept from everybody, and no order is reserved twice', () => {
  const wrong = [...results].filter(([, { oversold, stranded, duplicates }]) => oversold + stranded + duplicates > 0);
  expect(wrong).toEqual([]);
});
