import type { SweepSettings } from '../../domain/ordering/saga.ts';
import type { Place } from './place.ts';
import { RedriveError } from './redrive-error.ts';

/** A dead-letter queue, named as its output is, such as `ReserveStock`. */
export type DeadLetterQueue = { readonly name: string; readonly url: string };

/** What a stack's outputs tell of it. */
export type StackFacts = {
  readonly deadLetterQueues: readonly DeadLetterQueue[];
  readonly ordersTable: string;
  readonly inventoryTable: string;
  readonly movementsTable: string;
  readonly eventBusName: string;
  readonly stateMachineArn: string;
  readonly settings: SweepSettings;
};

const queueOutput = /^(?:(\w+)DeadLetterQueueUrl|(FailedExecutions)QueueUrl)$/;

/** @throws {RedriveError} when an output is missing: the stack is not of this version */
export function readStack({ title, outputs }: Place): StackFacts {
  const text = (name: string) => {
    const value = outputs[name];
    if (value === undefined)
      throw new RedriveError(
        `There is no output ${name} in ${title}: deploy this version first, or use the one that is deployed`,
      );
    return value;
  };
  return {
    deadLetterQueues: Object.entries(outputs).flatMap(([output, url]) => {
      const [, name, failed] = queueOutput.exec(output) ?? [];
      const queueName = name ?? failed;
      return queueName === undefined ? [] : [{ name: queueName, url }];
    }),
    ordersTable: text('OrdersTableName'),
    inventoryTable: text('InventoryTableName'),
    movementsTable: text('MovementsTableName'),
    eventBusName: text('EventBusName'),
    stateMachineArn: text('StateMachineArn'),
    settings: {
      sweepSeconds: Number(text('SweepSeconds')),
      sagaTimeoutSeconds: Number(text('SagaTimeoutSeconds')),
      gracePeriodSeconds: Number(text('GracePeriodSeconds')),
    },
  };
}
