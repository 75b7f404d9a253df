import { expect, test } from 'vitest';
import { periodsOf } from '../../../bin/redrive/streams.ts';

const batch = (first: string, last: string) => ({
  firstArrivedAt: `2026-01-01T${first}Z`,
  lastArrivedAt: `2026-01-01T${last}Z`,
});
const period = (from: string, to: string) => ({ from: `2026-01-01T${from}.000Z`, to: `2026-01-01T${to}.000Z` });

test('a batch is looked for ten minutes around its times', () => {
  expect(periodsOf([batch('12:00:00', '12:00:05')])).toEqual([period('11:50:00', '12:10:05')]);
});

test('batches that lie close together are one period, in whatever order they come', () => {
  const batches = [batch('14:00:00', '14:00:00'), batch('12:15:00', '12:16:00'), batch('12:00:00', '12:00:00')];
  expect(periodsOf(batches)).toEqual([period('11:50:00', '12:26:00'), period('13:50:00', '14:10:00')]);
});

test('one batch within another adds nothing', () => {
  expect(periodsOf([batch('12:00:00', '13:00:00'), batch('12:10:00', '12:20:00')])).toEqual([
    period('11:50:00', '13:10:00'),
  ]);
});

test('too many periods for one filter are read as one', () => {
  const hours = Array.from({ length: 11 }, (_, hour) => `${String(hour + 1).padStart(2, '0')}:00:00`);
  expect(periodsOf(hours.map((hour) => batch(hour, hour)))).toEqual([period('00:50:00', '11:10:00')]);
});
