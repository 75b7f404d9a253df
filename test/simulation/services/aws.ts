import {
  DynamoDBClient,
  DynamoDBServiceException,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SFNClient, SFNServiceException, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { DynamoDb } from '../dynamodb/dynamodb.ts';
import type { Bus } from './bus.ts';
import type { Calls } from './calls.ts';
import type { Executions } from './executions.ts';

/** The services that the clients of this process reach. */
export type Aws = {
  readonly calls: Calls;
  readonly dynamodb: DynamoDb;
  readonly bus: Bus;
  readonly executions: Executions;
  /** Told of what no service answers: a mistake of the simulation, or of a handler. */
  readonly onMistake: (error: unknown) => void;
};

let current: Aws | undefined;

/** From now on the clients reach these services. */
export function reach(aws: Aws): void {
  current = aws;
}

/** Lets every client of the SDK in this process reach the services in memory, and no network. It cannot be undone. */
export function replaceClients(): void {
  for (const client of [DynamoDBClient, EventBridgeClient, SFNClient]) {
    Object.defineProperty(client.prototype, 'send', { value: send });
  }
}

type Client = { readonly config?: { readonly maxAttempts?: () => Promise<number> } };

async function send(this: Client, command: object): Promise<object> {
  const aws = current;
  if (aws === undefined) throw new Error('There are no services to reach');
  const perform = async () => {
    try {
      return await performed(aws, command);
    } catch (error) {
      if (!isAnswer(error)) aws.onMistake(error);
      throw error;
    }
  };
  const maximumAttempts = (await this.config?.maxAttempts?.()) ?? 3;
  return aws.calls.send({
    operation: command.constructor.name,
    perform,
    actions: actionsOf(command),
    maximumAttempts,
  });
}

async function performed({ dynamodb, bus, executions }: Aws, command: object): Promise<object> {
  if (command instanceof PutEventsCommand) return bus.putEvents(command.input.Entries ?? []);
  if (command instanceof StartExecutionCommand) {
    const { name = '', input = '' } = command.input;
    executions.start(name, input);
    return { executionArn: name };
  }
  return dynamodb.execute(command);
}

/** How many items the command writes under conditions, of which each can be another's. */
function actionsOf(command: object): number {
  if (command instanceof TransactWriteItemsCommand) return command.input.TransactItems?.length ?? 0;
  return command instanceof PutItemCommand || command instanceof UpdateItemCommand ? 1 : 0;
}

function isAnswer(error: unknown): boolean {
  return (
    error instanceof DynamoDBServiceException ||
    error instanceof SFNServiceException ||
    (error instanceof Error && error.name === 'ValidationException')
  );
}
