import * as z from 'zod/mini';
import type { SagaInput } from '../../domain/ordering/saga.ts';

const sagaInputSchema = z.object({ orderId: z.string(), authorizeBy: z.number() });

/** @throws when an execution was started with something else: a bug, which ends the execution */
export function parseSagaInput(event: unknown): SagaInput {
  return sagaInputSchema.parse(event);
}
