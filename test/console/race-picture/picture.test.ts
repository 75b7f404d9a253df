import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectDirectory } from '../../../bin/documents/documents.ts';
import { racePicture } from './picture.ts';
import type { Frame } from './record.ts';

const plan = { buyers: 6, units: 2, declinedEvery: 3 };
const none = { confirmed: 0, paid: 0, refused: 0, declined: 0 };
const frames: readonly Frame[] = [
  { milliseconds: 0, comparison: none, holdfast: none },
  { milliseconds: 500, comparison: { ...none, confirmed: 5 }, holdfast: { ...none, confirmed: 2, refused: 3 } },
  {
    milliseconds: 1_000,
    comparison: { ...none, paid: 4, declined: 2 },
    holdfast: { ...none, paid: 2, refused: 3, declined: 1 },
  },
];

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

test('ends with a cell for every unit that was paid for, and those that are not there stand out', () => {
  const picture = racePicture(plan, frames);
  expect(count(picture, /style="fill:#1a7f37;opacity:1/g)).toBe(2 + 2);
  expect(count(picture, /style="fill:#cf222e;opacity:1/g)).toBe(2);
  expect(picture).toContain('Oversold by 2');
  expect(picture).toContain('Not one unit too many was sold');
});

test('lasts as long as the race did, then rests, and stands still for those who want less motion', () => {
  const picture = racePicture(plan, frames);
  expect(picture).toContain('animation:5000ms step-end infinite');
  expect(picture).toMatch(/prefers-reduced-motion:reduce\)\{\.m\{animation:none\}\}/);
  expect(picture).toContain('0%{fill:transparent;opacity:1}10%{fill:#9a6700;opacity:1}20%{fill:#1a7f37;opacity:1}');
});

test('the picture of the README oversells on the left alone', () => {
  const picture = readFileSync(join(projectDirectory, 'docs', 'console', 'race.svg'), 'utf8');
  expect(count(picture, /Oversold by \d+/g)).toBe(1);
  expect(count(picture, /Not one unit too many was sold/g)).toBe(1);
});
