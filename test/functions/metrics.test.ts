import { expect, test } from 'vitest';
import { counted, metricLines } from '../../functions/metrics.ts';

const context = { stackName: 'Shop', timestamp: 1_767_225_600_000 };

test('a line is in the embedded metric format', () => {
  const lines = metricLines(
    { OrdersPaid: counted(2), ReservationLatency: { unit: 'Milliseconds', values: [5, 7] } },
    context,
  );
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: 1_767_225_600_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Holdfast',
            Dimensions: [['stack']],
            Metrics: [
              { Name: 'OrdersPaid', Unit: 'Count' },
              { Name: 'ReservationLatency', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      stack: 'Shop',
      OrdersPaid: 2,
      ReservationLatency: [5, 7],
    },
  ]);
});

test('what has more values than a line takes is told in several', () => {
  const values = Array.from({ length: 250 }, (_, index) => index);
  const lines = metricLines({ Latency: { unit: 'Milliseconds', values }, Orders: counted(1) }, context);
  const told = lines.map((line) => JSON.parse(line));
  expect(told.map(({ Latency }) => [Latency].flat().length)).toEqual([100, 100, 50]);
  expect(told.map(({ Orders }) => Orders)).toEqual([1, undefined, undefined]);
  expect(told.flatMap(({ Latency }) => Latency)).toEqual(values);
});

test('what has no value is not told, and dimensions tell apart', () => {
  expect(metricLines({ Latency: { unit: 'Milliseconds', values: [] } }, context)).toEqual([]);
  const [line = ''] = metricLines({ Orders: counted(1) }, { ...context, dimensions: { reason: 'expired' } });
  expect(JSON.parse(line)).toMatchObject({
    reason: 'expired',
    _aws: { CloudWatchMetrics: [{ Dimensions: [['stack', 'reason']] }] },
  });
});
