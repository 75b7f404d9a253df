/** Each state that an execution enters after its first. */
export const laterStates = [
  'CommitOrder',
  'CapturePayment',
  'CloseReservation',
  'SettlePayment',
  'ReleaseStock',
  'CancelUncapturedOrder',
] as const;
