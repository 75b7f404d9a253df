/** What the simulated provider does for each payment method, in words for a buyer. */
export const paymentMethods: readonly { readonly id: string; readonly what: string }[] = [
  { id: 'pm_card_visa', what: 'A card that is approved' },
  { id: 'pm_card_chargeDeclined', what: 'A card that is declined' },
  { id: 'pm_sim_slow', what: 'Approved after two seconds' },
  { id: 'pm_sim_timeout_then_approved', what: 'Approved, but the first answer gets lost' },
  { id: 'pm_sim_timeout_then_declined', what: 'Declined, but the first answer gets lost' },
  { id: 'pm_sim_unavailable_once', what: 'The provider fails once, then approves' },
  { id: 'pm_sim_unavailable', what: 'The provider never answers' },
  { id: 'pm_sim_capture_fails', what: 'Approved, then the capture is refused' },
];
