import { describe, expect, test } from 'vitest';
import { OptionsError, partNames, readOptions } from '../../bench/options.ts';
import { OTHER, sharesByPart } from '../../bench/path/main-thread.ts';
import { bars } from '../../bench/report/bars.ts';
import { chart, niceAbove } from '../../bench/report/chart.ts';
import { page } from '../../bench/report/page.ts';
import { type PartReport, ratioClaim, round } from '../../bench/report/report.ts';

describe('options', () => {
  test('all parts, unless some are named', () => {
    expect(readOptions([]).parts).toEqual(partNames);
    expect(readOptions(['hot', 'path', '--rounds', '7'])).toMatchObject({ parts: ['hot', 'path'], rounds: 7 });
  });

  test.each([
    [['cold'], 'There is no part cold'],
    [['--rounds', '0'], '--rounds is 0'],
    [['--seconds', '1.5'], '--seconds is 1.5'],
    [['--fast'], '--fast'],
    [['hot', '--write'], 'leave the parts out'],
  ])('%j is refused', (args, message) => {
    expect(() => readOptions(args)).toThrow(OptionsError);
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe('the main thread', () => {
  const frame = (id: number, url: string, children: number[] = [], functionName = '') => ({
    id,
    callFrame: { functionName, url },
    children,
  });

  test('time counts for the innermost part, also what Node.js does for it; idleness does not count', () => {
    const profile = {
      nodes: [
        frame(1, '', [2, 5, 6], '(root)'),
        frame(2, 'file:///x/local/gateway/server.ts', [3]),
        frame(3, 'file:///x/local/states/perform.ts', [4]),
        frame(4, 'node:sqlite'),
        frame(5, '', [], '(idle)'),
        frame(6, 'node:net'),
      ],
      samples: [2, 4, 5, 6],
      timeDeltas: [100, 200, 5_000, 100],
    };
    expect([...sharesByPart(profile)]).toEqual([
      ['gateway', 0.25],
      ['saga', 0.5],
      [OTHER, 0.25],
    ]);
  });
});

describe('pictures', () => {
  test.each([
    [0.3, 0.5],
    [7, 10],
    [10, 10],
    [101, 200],
  ])('an axis for %d goes up to %d', (value, expected) => {
    expect(niceAbove(value)).toBeCloseTo(expected);
  });

  test('a line has a point for each place, the highest on top', () => {
    const svg = chart(
      'Speed',
      'buyers',
      ['1', '8'],
      [{ caption: 'orders', series: [{ name: 'ours', values: [5, 10] }] }],
    );
    expect(svg).toContain('points="70,119 490,34"');
    expect(svg).toContain('>buyers</text>');
  });

  test('a bar is as long as its value', () => {
    const svg = bars('Speed', [
      { name: 'ours', value: 300 },
      { name: 'theirs', value: 10 },
    ]);
    expect([...svg.matchAll(/<rect [^>]*width="(\d+)"/g)].map((match) => Number(match[1]))).toEqual([310, 10]);
  });
});

describe('the page', () => {
  const report: PartReport = {
    part: 'hot',
    title: 'Hot',
    method: ['Measured.'],
    tables: [{ caption: 'Rates', headings: ['side', 'orders/s'], rows: [['ours', 12]] }],
    claims: [ratioClaim('ours against theirs', 1.5, 1.8)],
    pictures: [{ name: 'hot', title: 'Rates', svg: '<svg/>' }],
    figures: {},
  };
  const machine = { processors: '2 × some', memoryGigabytes: 8, system: 'Linux', node: 'v24' };
  const facts = { machine, date: '2026-01-01', command: 'npm run bench -- --write', others: 0.04 };

  test('says what was missed, and shows tables and pictures', () => {
    const text = page([report], facts);
    expect(text).toContain('| ours against theirs | 1.5 ×    | at least 1.8 × | no      |');
    expect(text).toContain('| ours | 12       |');
    expect(text).toContain('![Rates](bench/hot.svg)');
  });

  test('says that figures from a busy machine are none', () => {
    expect(page([report], facts)).toContain('others took 4 % of the processors.');
    expect(page([report], { ...facts, others: 0.4 })).toMatch(/others took 40 % of the processors: .* measured again/);
  });

  test.each([
    [1234.5, 1235],
    [12.345, 12.3],
    [0.012345, 0.0123],
    [0, 0],
  ])('%d is told as %d', (value, expected) => {
    expect(round(value)).toBe(expected);
  });
});
