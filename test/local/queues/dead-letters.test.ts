import { beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../../../local/journal/journal.ts';
import { listDeadLetters, redriveToQueue } from '../../../local/queues/dead-letters.ts';
import { Queues } from '../../../local/queues/queues.ts';
import { queueArn } from '../arns.ts';
import { FakeClock } from '../fake-clock.ts';

const work = queueArn('work');
const dead = queueArn('dead');

let clock: FakeClock;
let queues: Queues;

beforeEach(() => {
  clock = new FakeClock();
  queues = new Queues({ journal: new Journal(':memory:'), clock });
  queues.add(dead, {});
  queues.add(work, { DelaySeconds: 9, RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 1 } });
  queues.markConsumed(work);
});

/** Sends a message to `work` and lets it go to `dead`. */
async function giveUp(body: string): Promise<void> {
  queues.send(work, body, { colour: 'red' });
  await clock.advance(9000);
  queues.receive(work, 1);
  await clock.advance(30_000);
  queues.receive(work, 1);
}

describe('Dead letters', () => {
  it('are the messages of the queues that nobody reads', async () => {
    await giveUp('a');
    queues.send(work, 'still work');
    expect(listDeadLetters(queues)).toMatchObject([{ queueArn: dead, returnsTo: work, message: { body: 'a' } }]);
  });

  it('return to the queue that gave them up, as new messages without delay', async () => {
    await giveUp('a');
    expect(listDeadLetters(queues).map((letter) => redriveToQueue(queues, letter))).toEqual([true]);
    expect(listDeadLetters(queues)).toEqual([]);
    expect(queues.receive(work, 10)).toMatchObject([
      { body: 'a', receiveCount: 1, attributes: { colour: { StringValue: 'red' } } },
    ]);
  });

  it('of a rule return to the queue that the rule could not reach, without the attributes of the failure', () => {
    queues.send(dead, '{"event":1}', { RULE_ARN: 'arn:rule', TARGET_ARN: work });
    expect(listDeadLetters(queues).map((letter) => redriveToQueue(queues, letter))).toEqual([true]);
    expect(queues.receive(work, 10)).toMatchObject([{ body: '{"event":1}', attributes: {} }]);
  });

  it('that never were on a queue stay, for the caller to decide', () => {
    queues.send(dead, '{"DDBStreamBatchInfo":{}}');
    queues.send(dead, '{}', { TARGET_ARN: 'arn:aws:lambda:x:1:function:sweep' });
    const letters = listDeadLetters(queues);
    expect(letters.map((letter) => redriveToQueue(queues, letter))).toEqual([false, false]);
    for (const { message } of letters) queues.remove(message);
    expect(listDeadLetters(queues)).toEqual([]);
  });
});
