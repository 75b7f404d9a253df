import { describe, expect, test } from 'vitest';
import { parseStat } from '../../bench/measure/processes.ts';
import { parseProcessorTime, useBetween } from '../../bench/measure/processor.ts';
import { inTurns, medianOf, medianRatio } from '../../bench/measure/rounds.ts';
import { median, quantile } from '../../bench/measure/statistics.ts';

describe('statistics', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('a quantile lies between its neighbours by proportion, whatever their order', () => {
    expect(quantile([50, 10, 40, 20, 30], 0.99)).toBeCloseTo(49.6);
    expect(quantile([50, 10, 40, 20, 30], 1)).toBe(50);
  });

  test('there is none of no values', () => {
    expect(() => median([])).toThrow('no quantile of no values');
  });
});

describe('sides in turns', () => {
  test('go in the opposite order every second round', async () => {
    const seen: string[] = [];
    const side = (name: string) => ({
      name,
      measure: async (round: number) => {
        seen.push(`${name}${round}`);
        return {};
      },
    });
    await inTurns(3, [side('a'), side('b')]);
    expect(seen).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
  });

  test('are compared round by round, so that a slow round is slow for both', async () => {
    const rates = { ours: [200, 20, 300], theirs: [100, 10, 100] };
    const sides = (['ours', 'theirs'] as const).map((name) => ({
      name,
      measure: async (round: number) => ({ rate: rates[name][round] ?? 0 }),
    }));
    const rounds = await inTurns(3, sides);
    expect(medianRatio(rounds, 'ours', 'theirs', ({ rate }) => rate)).toBe(2);
    expect(medianOf(rounds, 'ours', ({ rate }) => rate)).toBe(200);
  });
});

describe('the processors', () => {
  test('the time of a process is read behind its name, which may hold brackets and blanks', () => {
    const fields = ['S', '17', ...Array.from({ length: 9 }, () => '0'), '30', '12', '5', '3', '20'];
    const text = `42 (a) b (c) ${fields.join(' ')}`;
    expect(parseStat(text, true)).toEqual({ name: 'a) b (c', parent: 17, ticks: 50 });
    expect(parseStat(text, false)).toEqual({ name: 'a) b (c', parent: 17, ticks: 42 });
  });

  test('waiting for a disk is not being busy; what a hypervisor took is', () => {
    const text = 'cpu  100 10 50 800 40 1 4 5 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n';
    expect(parseProcessorTime(text)).toEqual({ busy: 170, all: 1010 });
  });

  test('what is busy and not ours was taken by others', () => {
    const use = useBetween({ all: 1000, busy: 500, own: 100 }, { all: 1200, busy: 650, own: 200 });
    expect(use).toEqual({ own: 0.5, others: 0.25 });
  });
});
