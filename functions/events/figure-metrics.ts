import type { Figures } from '../../domain/figures/figures.ts';
import { summarize } from '../../domain/figures/overview.ts';
import { counted, emitMetrics } from '../metrics.ts';

/** Tells figures as metrics: those that can be told apart by reason once for each reason. */
export function emitFigures(figures: Figures, latencies: readonly number[], stackName: string): void {
  const { placed, paid, shipped, cancelled, compensations, expiries, stockRejections } = summarize(figures);
  const context = { stackName, timestamp: Date.now() };
  emitMetrics(
    {
      OrdersPlaced: counted(placed),
      OrdersPaid: counted(paid),
      OrdersShipped: counted(shipped),
      StockRejections: counted(stockRejections),
      Compensations: counted(compensations),
      Expiries: counted(expiries),
      ReservationLatency: { unit: 'Milliseconds', values: latencies },
    },
    context,
  );
  for (const [reason, orders] of Object.entries(cancelled)) {
    emitMetrics({ OrdersCancelled: counted(orders) }, { ...context, dimensions: { reason } });
  }
}
