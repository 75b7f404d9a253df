import type { SagaInput } from '../../domain/ordering/saga.ts';
import { logDone } from '../log.ts';
import { traced } from '../trace.ts';
import { parseSagaInput } from './input.ts';

/** The named outcome of a task, and the order that it was about, where there is one. */
export type TaskResult<Outcome extends string> = {
  readonly outcome: Outcome;
  readonly order?: { readonly correlationId: string } | undefined;
};

/** Makes a handler of a task of the saga, which answers its outcome and tells it in one line. */
export function sagaTask<Outcome extends string>(
  name: string,
  act: (input: SagaInput) => Promise<TaskResult<Outcome>>,
): (event: unknown) => Promise<{ readonly outcome: Outcome }> {
  return async (event) => {
    const input = parseSagaInput(event);
    const { orderId } = input;
    const { outcome, order } = await traced(name, () => act(input), {
      annotate: (result) => idsOf(orderId, result?.order),
    });
    logDone(name, { ...idsOf(orderId, order), outcome });
    return { outcome };
  };
}

function idsOf(orderId: string, order: TaskResult<string>['order']): { orderId: string; correlationId?: string } {
  return order === undefined ? { orderId } : { orderId, correlationId: order.correlationId };
}
