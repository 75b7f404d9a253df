import { describe, expect, it } from 'vitest';
import { settle } from '../../../local/runtime/settle.ts';

/** Answers one list after the other, and the last one for ever. */
function inTurn(...lists: string[][]) {
  let calls = 0;
  return {
    ask: async () => lists[Math.min(calls++, lists.length - 1)] ?? [],
    calls: () => calls,
  };
}

describe('Settling', () => {
  it('waits for two looks in a row that find nothing', async () => {
    const parts = inTurn([], ['a'], []);
    const probes = inTurn([]);
    expect(await settle({ parts: parts.ask, probes: probes.ask, activity: () => 0 }, 5_000)).toEqual([]);
    expect(parts.calls()).toBe(4);
  });

  it('asks the probes only once the parts are at rest', async () => {
    const parts = inTurn(['a'], []);
    const probes = inTurn(['held'], []);
    expect(await settle({ parts: parts.ask, probes: probes.ask, activity: () => 0 }, 5_000)).toEqual([]);
    expect([parts.calls(), probes.calls()]).toEqual([4, 3]);
  });

  it('does not trust two quiet looks if something happened in between', async () => {
    let invocations = 0;
    const parts = inTurn([]);
    const probes = {
      calls: 0,
      ask: async () => {
        probes.calls += 1;
        if (probes.calls === 1) invocations += 1;
        return [];
      },
    };
    expect(await settle({ parts: parts.ask, probes: probes.ask, activity: () => invocations }, 5_000)).toEqual([]);
    expect(probes.calls).toBe(4);
  });

  it('answers what is pending at the deadline', async () => {
    const parts = inTurn(['queue work: 1 visible']);
    expect(await settle({ parts: parts.ask, probes: async () => [], activity: () => 0 }, 30)).toEqual([
      'queue work: 1 visible',
    ]);
  });
});
