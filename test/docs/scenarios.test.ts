import { expect, test } from 'vitest';
import { namedTests } from '../support/scenarios/named-tests.ts';
import { scenarios } from '../support/scenarios/rows.ts';

/** By the title of the scenario: the file that has its test, and does not name it so. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['a counter is changed by hand in the table', 'test/system/reconciliation.test.ts'],
]);

test.for(Object.keys(scenarios))('the scenario "%s" has a test', (title) => {
  const files = namedTests().flatMap((named) => (named.title === title ? [named.file] : []));
  const other = elsewhere.get(title);
  expect([...files, ...(other === undefined ? [] : [other])]).not.toEqual([]);
});

test('every test that is named after a scenario is named after one that there is', () => {
  const titles = new Set(Object.keys(scenarios));
  expect(namedTests().filter(({ title }) => !titles.has(title))).toEqual([]);
});

test('no two tests have the same name', () => {
  const names = namedTests().map(({ title, part }) => `${title}: ${part}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
