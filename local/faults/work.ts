import type { InterceptionPoint } from '../ports.ts';
import type { FaultRule } from './plan.ts';

/** A piece of work at a point where a fault can strike, in the terms of the rules. */
export type Work = {
  readonly at: InterceptionPoint['at'];
  readonly service: string;
  readonly operation: string;
  readonly function: string;
  /** What the work says, to be searched for ids. */
  readonly text: string;
  /** What is delivered, by ids that a repeat has too. */
  readonly ids: readonly string[];
  /** Whether it may be done twice, which AWS rules out for what runs exactly once. */
  readonly mayRepeat: boolean;
};

/** The names of the services by the first part of the target that a call names. */
const services: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AWSEvents: 'eventbridge',
  AWSStepFunctions: 'stepfunctions',
  AmazonSQS: 'sqs',
  secretsmanager: 'secretsmanager',
  DynamoDBStreams_20120810: 'dynamodbstreams',
  Lambda: 'lambda',
};

export function workAt(point: InterceptionPoint): Work {
  const nothing = { service: '', operation: '', function: '', ids: [], mayRepeat: true };
  switch (point.at) {
    case 'call':
      return { ...nothing, ...callOf(point), at: 'call' };
    case 'delivery':
      return { ...nothing, at: 'delivery', function: point.target, text: point.text(), ids: point.ids };
    case 'invoke':
      return { ...nothing, at: 'invoke', service: 'lambda', function: point.functionArn, text: point.payload };
    case 'transition':
      return {
        ...nothing,
        at: 'transition',
        service: 'stepfunctions',
        operation: point.to,
        text: point.executionArn,
        mayRepeat: point.mayRepeat,
      };
  }
}

function callOf({ service, operation, caller, body }: Extract<InterceptionPoint, { readonly at: 'call' }>) {
  return {
    service: services[service] ?? service,
    operation,
    function: functionOf(caller),
    text: body.toString('utf8'),
  };
}

/** Which of a function's environments makes a call is chance: that must not decide what is struck. */
function functionOf(caller: string): string {
  return caller.replace(/\.\d+$/, '');
}

/** Names are few, and compared by every rule with every piece of work. */
const spelled = new Map<string, string>();

/** `reserve-stock` is meant by any spelling of it: the template's names have their words written together. */
function letters(name: string): string {
  const known = spelled.get(name) ?? name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  spelled.set(name, known);
  return known;
}

/** What a transaction of others can get in the way of: writes, and reads that are transactions themselves. */
const contended = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'TransactGetItems']);

/** Whether a rule is about this work. */
export function isAbout(rule: FaultRule, work: Work): boolean {
  return (
    rule.at === work.at &&
    (rule.fault !== 'transaction_conflict' || contended.has(work.operation)) &&
    (rule.fault !== 'duplicate' || work.mayRepeat) &&
    (rule.service === undefined || rule.service === work.service) &&
    (rule.operation === undefined || rule.operation === work.operation) &&
    (rule.function === undefined || letters(work.function).includes(letters(rule.function))) &&
    (rule.orderId === undefined || work.text.includes(rule.orderId))
  );
}
