import { type NamedTest, namedTests } from '../../test/support/scenarios/named-tests.ts';
import { scenarioGroups } from '../../test/support/scenarios/rows.ts';
import { code, document, generatedNotice, table } from './markdown.ts';

const introduction = [
  'Each of these was reported against a real system, whose issue is named, or follows from what AWS or a payment',
  'provider documents. Each has tests that are named after it and carry its source; they drive the whole system through',
  'HTTP on the local run, unless they are about a setting. A test fails when a scenario has none.',
].join('\n');

const howTimePasses = [
  '## How hours pass in a test',
  '',
  'Nothing here waits for minutes. What must hold after 11 minutes or 25 hours must not hold because somebody still',
  'remembers: so the local run is killed, DynamoDB engine included, and started again on the same data with its clock',
  'set ahead (`test/support/shifted-clocks.mjs` is loaded before it, and shifts `Date` in the process and in the workers',
  'of its functions, each by an amount of its own). What was in flight at the kill, a message whose effect stands but',
  'whose answer was lost, comes again that much later. Where a provider would have forgotten a key by then, the key is',
  'deleted from the simulated one in between.',
].join('\n');

/** The page of the scenarios: what breaks real shops, what is right, and the tests that show it. */
export function scenariosDocument(): string {
  const tests = namedTests();
  const groups = Object.entries(scenarioGroups).flatMap(([group, rows]) => [
    `## ${group}`,
    table(
      ['scenario', 'source', 'right behaviour', 'tests'],
      Object.entries(rows).map(([title, { sources, behaviour }]) => [
        title,
        sources.join(', '),
        behaviour,
        testsOf(title, tests),
      ]),
    ),
  ]);
  return document([
    generatedNotice('test/support/scenarios/rows.ts and the names of the tests'),
    '# Scenarios',
    introduction,
    howTimePasses,
    ...groups,
  ]);
}

/** Each file once, with the parts that its tests have. */
function testsOf(title: string, tests: readonly NamedTest[]): string {
  const byFile = Map.groupBy(
    tests.filter((test) => test.title === title),
    ({ file }) => file,
  );
  const cells = [...byFile].map(([file, found]) => {
    const parts = found.flatMap(({ part }) =>
      part === undefined ? [] : [part === '%s' ? 'one for each way' : part.replace('%s', '…')],
    );
    return `[${code(file.replace('test/', ''))}](../../${file})${parts.length === 0 ? '' : `: ${parts.join('; ')}`}`;
  });
  return cells.join(' · ');
}
