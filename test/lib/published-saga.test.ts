import { describe, expect, test } from 'vitest';
import { functionDeclarations } from '../../lib/declarations.ts';
import { sagaFunctions } from '../../lib/saga-definition.ts';

/**
 * Every function that a definition of the saga has ever called. An execution keeps the definition that it was started
 * with, for up to two time limits and a redrive for 14 days more: a function leaves this list only once nothing that was
 * started with it can still run.
 */
const called = [
  'authorize-payment',
  'commit-order',
  'capture-payment',
  'close-reservation',
  'settle-payment',
  'release-stock',
  'cancel-uncaptured-order',
];

describe('what executions under way still need', () => {
  test.each(called)('%s is deployed', (name) => {
    expect(Object.keys(functionDeclarations)).toContain(name);
  });

  test('is written down when the saga calls something new', () => {
    expect(Object.values(sagaFunctions).filter((name) => !called.includes(name))).toEqual([]);
  });
});
