/**
 * Tasks of executions, messages, calls on their way to the provider and reports of its answers. That one is due means that
 * it may be carried out at any later time, any number of times, by anybody: late and repeated messages, retried
 * and doubled tasks, overlapping executions and workers that were thought dead are all this. That it never has to be
 * is a lost message and a dead worker.
 */
export const dues = [
  'reject',
  'follow',
  'AuthorizePayment',
  'call_authorize',
  'close_as_expired',
  'close_as_declined',
  'CommitOrder',
  'CapturePayment',
  'call_capture',
  'CancelUncapturedOrder',
  'CloseReservation',
  'SettlePayment',
  'settle_an_order_read_unpaid',
  'call_void',
  'call_refund',
  'report_captured_then_refund',
  'report_declined',
  'report_captured',
  'report_voided',
  'report_refunded',
  'ReleaseStock',
] as const;

export type DueName = (typeof dues)[number];

/** A set that only grows; one value per content, so that worlds can be compared by their numbers. */
export class Due {
  readonly bits: number;

  constructor(bits: number) {
    this.bits = bits;
  }

  has(name: DueName): boolean {
    return (this.bits & bitOf(name)) !== 0;
  }

  and(...names: readonly DueName[]): Due {
    const bits = names.reduce((sum, name) => sum | bitOf(name), this.bits);
    return bits === this.bits ? this : new Due(bits);
  }

  names(): readonly DueName[] {
    return dues.filter((name) => this.has(name));
  }
}

const bitOf = (name: DueName) => 1 << dues.indexOf(name);

export const nothingDue = new Due(0);
