/** A rule of `PUT /_local/faults`, as far as the presets use it. */
export type FaultRule = {
  readonly at: 'call' | 'delivery' | 'invoke';
  readonly fault: string;
  readonly function?: string;
  readonly operation?: string;
  readonly probability: number;
  readonly delayMilliseconds?: number;
};

export type Preset = { readonly id: string; readonly name: string; readonly what: string; readonly rule: FaultRule };

/** Faults that happen in the cloud, each often enough to be seen and seldom enough that work gets done. */
export const presets: readonly Preset[] = [
  {
    id: 'lost-commits',
    name: 'Lost answers of commits',
    what: 'Half of the commits happen, and their answer never arrives.',
    rule: {
      at: 'call',
      function: 'commit-order',
      operation: 'TransactWriteItems',
      fault: 'timeout_after',
      probability: 0.5,
    },
  },
  {
    id: 'conflicts',
    name: 'Colliding transactions',
    what: 'A third of the reservations collide with others, and are tried again.',
    rule: {
      at: 'call',
      function: 'reserve-stock',
      operation: 'TransactWriteItems',
      fault: 'transaction_conflict',
      probability: 0.3,
    },
  },
  {
    id: 'duplicates',
    name: 'Messages twice',
    what: 'Every third message is delivered twice.',
    rule: { at: 'delivery', fault: 'duplicate', probability: 0.3 },
  },
  {
    id: 'lost-deliveries',
    name: 'Late messages',
    what: 'Every fifth message gets lost at first, and comes when it is delivered again.',
    rule: { at: 'delivery', fault: 'drop_until_retry', probability: 0.2 },
  },
  {
    id: 'crashes',
    name: 'Functions that die',
    what: 'Every tenth payment dies after its work, and nobody hears of it.',
    rule: { at: 'invoke', function: 'authorize-payment', fault: 'crash_after', probability: 0.1 },
  },
  {
    id: 'throttles',
    name: 'A throttled database',
    what: 'Every tenth call is refused for its rate.',
    rule: { at: 'call', fault: 'throttle', probability: 0.1 },
  },
];
