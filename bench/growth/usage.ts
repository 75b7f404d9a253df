import * as z from 'zod';
import type { Client } from '../../test/support/client.ts';

/** Billed units of one order, as the contract's section 8 names them. */
export type OrderUnits = {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly events: number;
  readonly transitions: number;
};

const usage = z.object({
  dynamodb: z.object({ writeUnits: z.number(), readUnits: z.number() }),
  eventbridge: z.object({ events: z.number() }),
  stepfunctions: z.object({ standardTransitions: z.number() }),
});

/**
 * What one order uses, driven alone; `undefined` where the local run does not count.
 * @param driveOne lets an order be placed, and answers once it is paid
 */
export async function unitsOfOneOrder(
  client: Client,
  driveOne: () => Promise<unknown>,
): Promise<OrderUnits | undefined> {
  await client.settle();
  const { status } = await client.send({ method: 'DELETE', path: '/_local/usage' });
  if (status === 404) return undefined;
  await driveOne();
  await client.settle();
  const { dynamodb, eventbridge, stepfunctions } = usage.parse((await client.send({ path: '/_local/usage' })).body);
  return {
    writeUnits: dynamodb.writeUnits,
    readUnits: dynamodb.readUnits,
    events: eventbridge.events,
    transitions: stepfunctions.standardTransitions,
  };
}
