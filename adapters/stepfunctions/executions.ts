import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SagaExecution } from '../../domain/ordering/saga.ts';

export type SagaStarter = { readonly client: SFNClient; readonly stateMachineArn: string };

export function createSagaStarter(stateMachineArn: string): SagaStarter {
  return { client: new SFNClient({ maxAttempts: 5 }), stateMachineArn };
}

/** Starts an execution by its name; one that has that name already, running or ended, is as good. */
export async function startExecution(
  { client, stateMachineArn }: SagaStarter,
  { name, input }: SagaExecution,
): Promise<'started' | 'already_started'> {
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    return 'started';
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return 'already_started';
    throw error;
  }
}
