import type { Extension, ExtensionHost } from '../../local/runtime.ts';
import { comparisonRoutes } from './comparison/routes.ts';
import { consoleRoutes } from './console/routes.ts';
import { paymentsRoute } from './payments.ts';
import { StartError } from './settings.ts';
import { unsettled } from './unsettled.ts';

/** The first order id that a text names: 32 characters of base32, as the API makes them. */
export function orderIdIn(text: string): string {
  return /(?<![a-z2-7])[a-z2-7]{32}(?![a-z2-7])/.exec(text)?.[0] ?? '';
}

/** What the shop adds to the local run: its console, a look at the payment provider, and what settling means for it. */
export function shopExtension({ engine, outputs }: ExtensionHost): Extension {
  const output = (name: string) => {
    const value = outputs[name];
    if (typeof value !== 'string') throw new StartError(`The stack has no output ${name}: add it in lib/stack.ts`);
    return value;
  };
  const tables = { inventory: output('InventoryTableName'), orders: output('OrdersTableName') };
  return {
    routes: [
      paymentsRoute(engine, output('PaymentLedgerTableName')),
      ...consoleRoutes(),
      ...comparisonRoutes(engine, (error) => console.error(error)),
    ],
    pending: () => unsettled(engine, tables),
  };
}
