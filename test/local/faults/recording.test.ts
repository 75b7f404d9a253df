import { describe, expect, it } from 'vitest';
import { Recording } from '../../../local/faults/recording.ts';
import { type InterceptionPoint, passThrough } from '../../../local/ports.ts';

function call(operation: string, text: string): InterceptionPoint {
  return { at: 'call', caller: 'Shop-A.3', service: 'AWSEvents', operation, body: Buffer.from(text) };
}

async function recorded(limit: number, ...points: InterceptionPoint[]): Promise<Recording> {
  const recording = new Recording(passThrough);
  recording.begin(limit);
  for (const point of points) await recording.intercept(point, async () => undefined);
  return recording;
}

describe('A recording', () => {
  it('tells work in its order, by the names that rules use, with the ids that each names', async () => {
    const recording = await recorded(10, call('One', 'x and y'), call('Two', 'y'), call('Three', 'z'));
    const name = { at: 'call', service: 'eventbridge', function: 'Shop-A' };
    expect(recording.workAfter(0, ['x', 'y'])).toEqual([
      { ...name, operation: 'One', n: 1, about: ['x', 'y'] },
      { ...name, operation: 'Two', n: 2, about: ['y'] },
      { ...name, operation: 'Three', n: 3, about: [] },
    ]);
    expect(recording.workAfter(1, []).map(({ operation }) => operation)).toEqual(['Two', 'Three']);
  });

  it('keeps the latest, and counts all', async () => {
    const recording = await recorded(2, call('One', ''), call('Two', ''), call('One', ''), call('One', ''));
    expect(recording.workAfter(0, []).map(({ n }) => n)).toEqual([3, 4]);
    expect(recording.counts.map(({ operation, count }) => `${operation} ${count}`)).toEqual(['One 3', 'Two 1']);
  });

  it('passes the work on, and takes note of nothing before it begins or after it has ended', async () => {
    const recording = new Recording(passThrough);
    expect(await recording.intercept(call('One', ''), async () => 'done')).toBe('done');
    recording.begin(10);
    await recording.intercept(call('Two', ''), async () => 'done');
    recording.end();
    await recording.intercept(call('Three', ''), async () => 'done');
    expect(recording.workAfter(0, [])).toEqual([]);
    expect(recording.counts).toEqual([]);
  });
});
