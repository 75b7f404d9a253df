/** The payment methods that the simulated provider knows (names as in Stripe's test mode, plus faults). */
export const paymentMethods = [
  'pm_card_visa',
  'pm_card_chargeDeclined',
  'pm_sim_slow',
  'pm_sim_timeout_then_approved',
  'pm_sim_timeout_then_declined',
  'pm_sim_unavailable_once',
  'pm_sim_unavailable',
  'pm_sim_capture_fails',
] as const;

export type PaymentMethod = (typeof paymentMethods)[number];

export function isPaymentMethod(name: string): name is PaymentMethod {
  return paymentMethods.some((method) => method === name);
}
