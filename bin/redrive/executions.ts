import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ExecutionNotRedrivable,
  RedriveExecutionCommand,
} from '@aws-sdk/client-sfn';
import { readOrder } from '../../adapters/dynamodb/changes.ts';
import { isSettled } from '../../domain/ordering/order.ts';
import { type LetterOf, left, nothingToDo, type Outcome, redriven } from './letter.ts';
import type { Ports } from './ports.ts';
import { recoverOrder } from './stuck-orders.ts';

/**
 * Lets a failed execution go on in the state in which it ended, unless its order needs nothing any more. Step
 * Functions redrives an execution within 14 days of its end and 25 000 events of its history; afterwards the order is
 * recovered by another execution, as the sweep would.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export async function redriveExecution(
  ports: Ports,
  { orderId = '', content }: LetterOf<'execution'>,
): Promise<Outcome> {
  const order = await readOrder(ports.sweep.tables, orderId);
  if (order === undefined) return left('there is no such order');
  if (isSettled(order)) return nothingToDo(`the order is ${order.status}, and its money is settled`);
  const { executionArn } = content;
  try {
    await ports.states.send(new RedriveExecutionCommand({ executionArn }));
    return redriven('the execution goes on where it ended');
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return recoverOrder(ports, orderId);
    if (!(error instanceof ExecutionNotRedrivable)) throw error;
  }
  const { status } = await ports.states.send(new DescribeExecutionCommand({ executionArn }));
  return status === 'RUNNING' ? nothingToDo('the execution runs already') : recoverOrder(ports, orderId);
}
