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
};

/** The names of the services by the first part of the target that a call names. */
const services: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AWSEvents: 'eventbridge',
  AWSStepFunctions: 'stepfunctions',
  AmazonSQS: 'sqs',
  secretsmanager: 'secretsmanager',
};

export function workAt(point: InterceptionPoint): Work {
  switch (point.at) {
    case 'call': {
      const { service, operation, caller } = point;
      const text = point.body.toString('utf8');
      return { at: 'call', service: services[service] ?? service, operation, function: caller, text };
    }
    case 'delivery':
      return { at: 'delivery', service: '', operation: '', function: point.target, text: point.text() };
    case 'invoke':
      return { at: 'invoke', service: 'lambda', operation: '', function: point.functionArn, text: point.payload };
    case 'transition':
      return {
        at: 'transition',
        service: 'stepfunctions',
        operation: point.to,
        function: '',
        text: point.executionArn,
      };
  }
}

/** `reserve-stock` is meant by any spelling of it: the template's names have their words written together. */
function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** What a transaction of others can get in the way of: writes, and reads that are transactions themselves. */
const contended = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'TransactGetItems']);

/** Whether a rule is about this work. */
export function isAbout(rule: FaultRule, work: Work): boolean {
  return (
    rule.at === work.at &&
    (rule.fault !== 'transaction_conflict' || contended.has(work.operation)) &&
    (rule.service === undefined || rule.service === work.service) &&
    (rule.operation === undefined || rule.operation === work.operation) &&
    (rule.function === undefined || letters(work.function).includes(letters(rule.function))) &&
    (rule.orderId === undefined || work.text.includes(rule.orderId))
  );
}
