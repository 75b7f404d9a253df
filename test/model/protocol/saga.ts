import type { DueName } from './due.ts';

/** The saga's way from task to task, by what each returns. */
export const routes = {
  AuthorizePayment: { authorized: 'CommitOrder', otherwise: 'CloseReservation' },
  CommitOrder: { committed: 'CapturePayment', otherwise: 'CloseReservation' },
  CapturePayment: { refused: 'CancelUncapturedOrder', otherwise: 'End' },
  CancelUncapturedOrder: { otherwise: 'SettlePayment' },
  CloseReservation: { paid: 'CapturePayment', otherwise: 'SettlePayment' },
  SettlePayment: { otherwise: 'ReleaseStock' },
  ReleaseStock: { otherwise: 'End' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, DueName | 'End'>>>>;

export type Task = keyof typeof routes;

export function next(task: Task, outcome: string): Task | 'End' {
  const ways: Readonly<Record<string, Task | 'End'>> = routes[task];
  return ways[outcome] ?? routes[task].otherwise;
}
