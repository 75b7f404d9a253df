import { expect, test } from 'vitest';
import { readOptions, replayCommand } from './options.ts';

test('without options, five minutes of rough worlds', () => {
  expect(readOptions([])).toMatchObject({
    climate: { steps: 400, severity: 'harsh', killsPerMille: 5, orchestration: 'standard' },
    until: { minutes: 5, orders: 0, kills: 0 },
  });
});

test('where orders or kills are asked for, no minutes limit them, and kills become many', () => {
  const { climate, until } = readOptions(['--orders', '100', '--kills', '7']);
  expect(until).toEqual({ minutes: Number.POSITIVE_INFINITY, orders: 100, kills: 7 });
  expect(climate.killsPerMille).toBe(40);
});

test('the command of a replay names the same world', () => {
  const climate = { steps: 60, severity: 'mild', killsPerMille: 10, orchestration: 'express' } as const;
  const parameters = replayCommand(4711, 12, climate, '0:1').split(' ').slice(4);
  expect(readOptions(parameters)).toMatchObject({ seed: 4711, world: 12, climate, path: '0:1' });
});

test.for([['--minutes', 'x'], ['--orders', '0'], ['--steps', '1.5'], ['--what'], ['--seed']])(
  '%s is refused in one line',
  (parameters) => {
    expect(() => readOptions(parameters)).toThrow(/^[^\n]+$/);
  },
);
