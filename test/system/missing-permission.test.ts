import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { orderIdIn, shopExtension } from '../../bin/local/extension.ts';
import { synthesizeApart } from '../../bin/local/synthesis.ts';
import { type LocalRuntime, startLocalRuntime } from '../../local/runtime.ts';
import { temporaryDirectory } from '../local/temporary-directory.ts';
import { Client } from '../support/client.ts';
import { waitFor } from '../support/wait.ts';

const statements = z.array(z.looseObject({ Action: z.union([z.string(), z.array(z.string())]) }));
const policy = z.looseObject({ PolicyDocument: z.looseObject({ Statement: statements }) });
const templateSchema = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.unknown() })),
});

const directory = temporaryDirectory();
const file = () => join(directory, 'cdk.out', 'Holdfast.template.json');
const runtimes: LocalRuntime[] = [];
let template = '';

beforeAll(async () => {
  await synthesizeApart({ target: 'local' }, directory);
  template = readFileSync(file(), 'utf8');
});

afterAll(async () => {
  for (const runtime of runtimes) await runtime.stop();
});

/** The stack without this action on any resource of that name, in the policies whose logical ids begin so. */
function without(policies: string, action: string, resource: string): string {
  const changed = templateSchema.parse(JSON.parse(template));
  let removed = 0;
  for (const [id, found] of Object.entries(changed.Resources)) {
    if (!id.startsWith(policies) || !found.Type.endsWith('Policy')) continue;
    const properties = policy.parse(found.Properties);
    const { Statement } = properties.PolicyDocument;
    const kept = Statement.filter(
      (it) => ![it.Action].flat().includes(action) || !JSON.stringify(it).includes(resource),
    );
    removed += Statement.length - kept.length;
    found.Properties = { ...properties, PolicyDocument: { ...properties.PolicyDocument, Statement: kept } };
  }
  if (removed === 0) throw new Error(`No statement of ${policies} allows ${action} on ${resource}`);
  return JSON.stringify(changed);
}

async function start(changed: string): Promise<{ readonly client: Client; readonly told: readonly string[] }> {
  writeFileSync(file(), changed);
  const told: string[] = [];
  const runtime = await startLocalRuntime({
    assembly: async () => join(directory, 'cdk.out'),
    dataDirectory: temporaryDirectory(),
    port: 0,
    dynamodbEndpoint: undefined,
    extend: shopExtension,
    subjectOf: orderIdIn,
    report: (problem) => told.push(problem),
    output: () => undefined,
    onFatal: console.error,
  });
  runtimes.push(runtime);
  return { client: new Client(runtime.url), told };
}

test.each([
  ['FunctionsReserveStockRole', 'dynamodb:UpdateItem', 'TablesInventory', 'AwaitingValidation'],
  ['ConsumersAdvanceOrderQueuePolicy', 'sqs:SendMessage', 'ConsumersAdvanceOrderQueue', 'AwaitingValidation'],
  ['SagaRole', 'lambda:InvokeFunction', 'FunctionsAuthorizePayment', 'StockConfirmed'],
])(
  'without what lets %s do %s on %s no order gets past %s, and the denial says why',
  async (policies, action, resource, status) => {
    const { client, told } = await start(without(policies, action, resource));
    const staff = await client.token('staff', ['staff']);
    const item = { name: 'Thing', price: { amount: 1, currency: 'USD' } };
    await client.putItem(staff, 'thing', item);
    await client.adjust(staff, 'thing', { delta: 1, reason: 'received' });
    const placed = await client.placeOrder(staff, {
      lines: [{ sku: 'thing', quantity: 1 }],
      paymentMethod: 'pm_card_visa',
    });
    const { orderId } = z.object({ orderId: z.string() }).parse(placed.body);
    const denial = await waitFor('a denial', () => told.find((line) => line.startsWith('Access denied: ')));
    expect(denial).toMatch(
      new RegExp(`not authorized to perform: ${action} on resource: arn:\\S+Holdfast-${resource}`, 'u'),
    );
    expect((await client.order(staff, orderId)).body).toMatchObject({ status });
  },
);
