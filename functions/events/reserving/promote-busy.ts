import { logDone, logFailure } from '../../log.ts';
import type { Reserving } from './reserve-orders.ts';

/** Makes those SKUs hot that transactions are too slow for. No reservation fails because that failed: it is due again. */
export async function promoteBusy({ heat, steps, now }: Pick<Reserving, 'heat' | 'steps' | 'now'>): Promise<void> {
  await Promise.all(
    heat.busy(now()).map(async (sku) => {
      try {
        const outcome = await steps.promote(sku);
        heat.learn([sku]);
        logDone('SKU is busy', { sku, outcome });
      } catch (error) {
        logFailure('SKU not promoted', error, { sku });
      }
    }),
  );
}
