import { beforeEach, describe, expect, it } from 'vitest';
import { Faults } from '../../../local/faults/faults.ts';
import { type FaultRule, faults as faultNames, faultPlan } from '../../../local/faults/plan.ts';
import { ConnectionLost, type InterceptionPoint } from '../../../local/ports.ts';

const crashed: string[] = [];
const subjectOf = (text: string) => /subject-\d+/.exec(text)?.[0] ?? '';
const faults = new Faults({ subjectOf, crash: async (caller) => void crashed.push(caller) });

beforeEach(() => {
  crashed.length = 0;
});

function call(text: string, caller = 'Shop-CommitOrder1A2B.1', operation = 'PutItem'): InterceptionPoint {
  return { at: 'call', caller, service: 'DynamoDB_20120810', operation, body: Buffer.from(text) };
}

function delivery(...ids: string[]): InterceptionPoint {
  return { at: 'delivery', source: 'a', target: 'b', ids, text: () => ids.join(' ') };
}

/** What became of the work: what it answered, or the name of the error, and how often it was done. */
async function outcomeAt(point: InterceptionPoint, act: () => Promise<string> = async () => 'done'): Promise<string> {
  let times = 0;
  const counted = () => {
    times += 1;
    return act();
  };
  const outcome = await faults.intercept(point, counted).catch((error: Error) => error.name);
  return `${outcome} ${times}`;
}

function inject(...rules: FaultRule[]): void {
  faults.set(faultPlan.parse({ seed: 7, rules }));
}

describe('A fault', () => {
  const refused = async (): Promise<string> => {
    throw Object.assign(new Error('refused'), { name: 'Refused' });
  };

  it.each([
    ['timeout_before', 'ConnectionLost 0', 'ConnectionLost 0'],
    ['timeout_after', 'ConnectionLost 1', 'ConnectionLost 1'],
    ['crash_before', 'ConnectionLost 0', 'ConnectionLost 0'],
    ['crash_after', 'ConnectionLost 1', 'ConnectionLost 1'],
    ['duplicate', 'done 2', 'Refused 2'],
    ['throttle', 'ServiceError 0', 'ServiceError 0'],
    ['deny', 'ServiceError 0', 'ServiceError 0'],
  ] as const)('%s strikes a call, whether that succeeds or is refused', async (fault, succeeding, failing) => {
    inject({ at: 'call', fault });
    expect(await outcomeAt(call(''))).toBe(succeeding);
    expect(await outcomeAt(call(''), refused)).toBe(failing);
    expect(crashed).toHaveLength(fault.startsWith('crash') ? 2 : 0);
  });

  it('ends the very environment that makes the call', async () => {
    inject({ at: 'call', fault: 'crash_before' });
    await expect(faults.intercept(call('', 'Shop-A.2'), async () => 'done')).rejects.toThrow(ConnectionLost);
    expect(crashed).toEqual(['Shop-A.2']);
  });

  it('that drops until a retry drops each delivery once, however it is asked for', async () => {
    inject({ at: 'delivery', fault: 'drop_until_retry' });
    expect(await outcomeAt(delivery('one', 'two'))).toBe('InjectedFault 0');
    expect(await outcomeAt(delivery('two'))).toBe('done 1');
    expect(await outcomeAt(delivery('three'))).toBe('InjectedFault 0');
    expect(await outcomeAt(delivery('three', 'one'))).toBe('done 1');
  });
});

describe('A rule', () => {
  it('strikes the nth work that fits, and tells how often it came by and struck', async () => {
    inject({
      at: 'call',
      function: 'commit-order',
      operation: 'PutItem',
      orderId: 'subject-1',
      fault: 'throttle',
      nth: 2,
    });
    const outcomes = [
      await outcomeAt(call('subject-1')),
      await outcomeAt(call('subject-2')),
      await outcomeAt(call('subject-1', 'Shop-Other.1')),
      await outcomeAt(call('subject-1', 'Shop-CommitOrder1A2B.1', 'GetItem')),
      await outcomeAt(call('subject-1')),
      await outcomeAt(call('subject-1')),
    ];
    expect(outcomes).toEqual(['done 1', 'done 1', 'done 1', 'done 1', 'ServiceError 0', 'done 1']);
    expect(faults.report.rules).toMatchObject([{ seen: 3, hits: 1 }]);
  });

  it('strikes the same work from the same seed, whichever environment does it and in whatever order', async () => {
    const subjects = Array.from({ length: 60 }, (_, index) => `subject-${index}`);
    const struckBy = async (seed: number, environment: number, order: readonly string[]) => {
      faults.set(faultPlan.parse({ seed, rules: [{ at: 'call', fault: 'throttle', probability: 0.5 }] }));
      const struck: string[] = [];
      for (const subject of order) {
        if ((await outcomeAt(call(subject, `Shop-A.${environment}`))) !== 'done 1') struck.push(subject);
      }
      return struck.sort();
    };
    const first = await struckBy(1, 1, subjects);
    expect(first.length).toBeGreaterThan(10);
    expect(first.length).toBeLessThan(50);
    expect(await struckBy(1, 2, subjects.toReversed())).toEqual(first);
    expect(await struckBy(2, 1, subjects)).not.toEqual(first);
  });

  it('strikes at most so often', async () => {
    inject({ at: 'call', fault: 'error', times: 2 });
    const outcomes = [await outcomeAt(call('')), await outcomeAt(call('')), await outcomeAt(call(''))];
    expect(outcomes).toEqual(['ServiceError 0', 'ServiceError 0', 'done 1']);
  });

  it('leaves what comes first to the rule before it, and counts the work all the same', async () => {
    inject({ at: 'call', fault: 'error', times: 1 }, { at: 'call', fault: 'throttle', times: 1 });
    await outcomeAt(call(''));
    expect(faults.report.rules).toMatchObject([
      { seen: 1, hits: 1 },
      { seen: 1, hits: 0 },
    ]);
    await outcomeAt(call(''));
    expect(faults.report.rules).toMatchObject([
      { seen: 2, hits: 1 },
      { seen: 2, hits: 1 },
    ]);
  });
});

describe('A plan', () => {
  const refusals: readonly (readonly [string, unknown])[] = [
    ['a member that is not known', { seed: 1, rules: [], more: true }],
    ['a member of a rule that is not known', { seed: 1, rules: [{ at: 'call', fault: 'throttle', table: 'Orders' }] }],
    ['a point that is not known', { seed: 1, rules: [{ at: 'read', fault: 'throttle' }] }],
    ['a fault that is not known', { seed: 1, rules: [{ at: 'call', fault: 'flood' }] }],
    ['a fault that is not possible there', { seed: 1, rules: [{ at: 'transition', fault: 'throttle' }] }],
    ['a probability above one', { seed: 1, rules: [{ at: 'call', fault: 'throttle', probability: 1.5 }] }],
    ['the zeroth work', { seed: 1, rules: [{ at: 'call', fault: 'throttle', nth: 0 }] }],
    ['no seed', { rules: [] }],
  ];

  it.each(refusals)('is refused with %s', (_, plan) => {
    expect(faultPlan.safeParse(plan).success).toBe(false);
  });

  it('may ask for every fault somewhere', () => {
    const isPossible = (at: string, fault: string) => faultPlan.safeParse({ seed: 1, rules: [{ at, fault }] }).success;
    const points = ['call', 'delivery', 'invoke', 'transition'];
    expect(faultNames.filter((fault) => !points.some((at) => isPossible(at, fault)))).toEqual([]);
  });
});
