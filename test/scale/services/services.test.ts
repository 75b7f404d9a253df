import { describe, expect, test } from 'vitest';
import { settingBounds } from '../../../lib/setting-bounds.ts';
import { VirtualClock } from '../../simulation/time/clock.ts';
import { limits } from '../limits.ts';
import { settings } from '../scenarios.ts';
import { Partitions } from './partitions.ts';
import { type Message, SimulatedQueue } from './queue.ts';
import { bytesOf, readUnits, writeUnits } from './units.ts';

/** A clock that a test moves by hand. */
function handClock(): { now: number } {
  return { now: 0 };
}

function writesServed(partitions: Partitions, keys: readonly string[], count: number): number {
  const served = Array.from({ length: count }, (_, index) => partitions.write(keys[index % keys.length] ?? '', 1));
  return served.filter(Boolean).length;
}

describe('partitions', () => {
  test('one serves a thousand write units a second, whatever the number of keys', () => {
    const clock = handClock();
    const partitions = new Partitions({ now: () => clock.now, count: 1, isolated: [] });
    expect(writesServed(partitions, ['a', 'b', 'c'], 1_500)).toBe(1_000);
    clock.now += 500;
    expect(writesServed(partitions, ['a', 'b', 'c'], 1_500)).toBe(500);
  });

  test('a key that has one of its own does not throttle the others', () => {
    const partitions = new Partitions({ now: () => 0, count: 1, isolated: ['hot'] });
    expect(writesServed(partitions, ['hot'], 2_000)).toBe(1_000);
    expect(writesServed(partitions, ['cold'], 2_000)).toBe(1_000);
  });

  /** Keeps it throttling for longer than it takes to be split. */
  function heat(keys: readonly string[]): Partitions {
    const clock = handClock();
    const partitions = new Partitions({ now: () => clock.now, count: 1, isolated: [] });
    for (let second = 0; second <= limits.splitAfter.value + 1; second++) {
      writesServed(partitions, keys, 1_500);
      clock.now += 1_000;
    }
    return partitions;
  }

  test('one that throttles for long is split, so that its keys get more', () => {
    const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);
    const partitions = heat(keys);
    expect(partitions.count).toBe(2);
    expect(writesServed(partitions, keys, 3_000)).toBeGreaterThan(1_200);
  });

  test('a single key is isolated, and gets no more than before', () => {
    const partitions = heat(['hot']);
    expect(partitions.count).toBe(2);
    expect(writesServed(partitions, ['hot'], 3_000)).toBe(1_000);
    expect(writesServed(partitions, ['cold'], 3_000)).toBe(1_000);
  });
});

describe('units', () => {
  const item = { pk: { S: 'STOCK#a' }, available: { N: '1000' }, leases: { M: { b: { M: { units: { N: '5' } } } } } };

  test('an item has the bytes of its names and values', () => {
    // pk 2 + 7, available 9 + 3, leases 6 + 3 + (b 1 + 1 + (3 + units 5 + 2 + 1)).
    expect(bytesOf(item)).toBe(9 + 12 + 9 + 13);
  });

  test.each([
    [1_000, 1],
    [1_024, 1],
    [1_025, 2],
  ])('an item of %i bytes takes %i write units, and the larger image counts', (bytes, units) => {
    const large = { pk: { S: 'x'.repeat(bytes - 2) } };
    expect(writeUnits(item, large)).toBe(units);
    expect(writeUnits(large, item)).toBe(units);
  });

  test('a read takes a unit for 4 KB, and half as much where it may be stale', () => {
    expect(readUnits(undefined, true)).toBe(1);
    expect(readUnits({ pk: { S: 'x'.repeat(4_095) } }, false)).toBe(1);
  });
});

describe('a queue', () => {
  const message = (messageId: string): Message => ({ messageId, body: '', receives: 0 });

  function queueOf(clock: VirtualClock, arrivals: { readonly at: number; readonly id: string }[]): SimulatedQueue {
    return new SimulatedQueue(clock, {
      nextAt: () => arrivals[0]?.at,
      take: () => message(arrivals.shift()?.id ?? ''),
    });
  }

  test('hands out what has arrived by now, and wakes those who wait one by one', async () => {
    const clock = new VirtualClock();
    const start = clock.exactly();
    const queue = queueOf(clock, [
      { at: start, id: 'first' },
      { at: start + 5, id: 'second' },
      { at: start + 9, id: 'third' },
    ]);
    expect(queue.receive(10).map(({ messageId }) => messageId)).toEqual(['first']);
    const woken: string[] = [];
    for (const name of ['one', 'other']) {
      void queue.wait(Number.POSITIVE_INFINITY).then(() => {
        woken.push(`${name} ${clock.exactly() - start} ${queue.receive(10)[0]?.messageId}`);
      });
    }
    await clock.run(() => false);
    expect(woken).toEqual(['one 5 second', 'other 9 third']);
  });

  test('shows again what was handed back, after its delay', async () => {
    const clock = new VirtualClock();
    const queue = queueOf(clock, []);
    queue.show(message('again'), 30);
    expect(queue.isEmpty).toBe(true);
    await clock.run(() => false);
    expect(queue.receive(1)).toEqual([message('again')]);
  });
});

test('the setting that is called deployed is the one that is deployed', () => {
  const { batchSize, maximumConcurrency, windowSeconds } = settings.deployed;
  const { reserveStockBatchSize, reserveStockConcurrency, reserveStockWindowSeconds } = settingBounds;
  expect({ batchSize, maximumConcurrency, windowSeconds }).toEqual({
    batchSize: reserveStockBatchSize.preset,
    maximumConcurrency: reserveStockConcurrency.preset,
    windowSeconds: reserveStockWindowSeconds.preset,
  });
});
