/** What keeps the protocol right, each to be taken away alone, to see that the search misses it. */
export const safeguards = [
  /** Units are reserved under the condition that all lines are available. */
  'reserving_needs_available_units',
  /** A cancellation that comes before the reservation leaves a tombstone. */
  'cancelling_leaves_a_tombstone',
  /** Whoever expires or releases at once needs a reservation without a pin. */
  'pin_holds_off_the_end',
  /** A pin needs a reservation that is not closed. */
  'closing_refuses_a_pin',
  /** A pin needs a reservation that is held. */
  'pinning_needs_held',
  /** A closing needs a reservation that is held: a committed one is not closed, and nothing is undone. */
  'closing_needs_held',
  /** The compensation closes the reservation before it undoes money. */
  'closing_before_undoing',
  /** A commit needs a reservation that is not closed. */
  'closing_refuses_a_commit',
  /** A commit needs a reservation without a wish. */
  'wish_refuses_a_commit',
  /** A void of a key that the provider has not seen bars it. */
  'void_bars_the_key',
  /** The first closing stands. */
  'first_closing_stands',
  /** A decline closes the reservation before it is written into the order. */
  'decline_closes_before_it_is_told',
  /** A payment's status moves only forward. */
  'payment_moves_forward',
  /** Units are released only when the money is undone. */
  'release_needs_settled_money',
  /** An order is shipped only when its money is captured. */
  'shipping_needs_captured_money',
  /** A cancelled order that may still hold money stays in flight. */
  'money_keeps_an_order_in_flight',
  /** The sweep starts a recovery for an order that is unsettled past its time. */
  'the_sweep_recovers',
  /** The sweep tells again what nobody has answered. */
  'the_sweep_tells_again',
] as const;

/** Second lines: each is implied by others as long as those stand, and is there in case one of them falls. */
export const secondLines = [
  /** A reservation ends only from `Held`: the order, which is compared in the same write, says so too. */
  'ending_needs_held',
  /** A pin needs a reservation without a wish: a wish needs a pin, so that nothing is pinned by a pin after it. */
  'wish_refuses_a_pin',
  /** A commit needs this attempt's pin: only a pinned attempt is ever authorised, and no pin is taken away. */
  'commit_needs_the_pin',
] as const;

export type Safeguard = (typeof safeguards)[number];

/** The safeguard that is taken away, if any. */
export type Without = Safeguard | (typeof secondLines)[number] | undefined;

/** The protocol as it is. */
export const complete: Without = undefined;
