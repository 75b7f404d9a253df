/** The states of the saga, where they stand in its picture, and the ways between them; a test holds them to it. */
export const sagaStates = {
  AuthorizePayment: { column: 0, row: 0 },
  CommitOrder: { column: 1, row: 0 },
  CapturePayment: { column: 2, row: 0 },
  CloseReservation: { column: 0, row: 1 },
  RouteClosing: { column: 0, row: 2 },
  CancelUncapturedOrder: { column: 2, row: 1 },
  SettlePayment: { column: 1, row: 3 },
  ReleaseStock: { column: 1, row: 4 },
} as const;

export type SagaState = keyof typeof sagaStates;

export const sagaWays: readonly (readonly [from: SagaState, to: SagaState])[] = [
  ['AuthorizePayment', 'CommitOrder'],
  ['AuthorizePayment', 'CloseReservation'],
  ['CommitOrder', 'CapturePayment'],
  ['CommitOrder', 'CloseReservation'],
  ['CapturePayment', 'CancelUncapturedOrder'],
  ['CloseReservation', 'RouteClosing'],
  ['RouteClosing', 'CapturePayment'],
  ['RouteClosing', 'SettlePayment'],
  ['CancelUncapturedOrder', 'SettlePayment'],
  ['SettlePayment', 'ReleaseStock'],
];
