import type { PaymentMethod } from '../../../domain/payment/methods.ts';
import type { Random } from '../time/random.ts';

/** How people are: drawn from the seed, so that worlds differ. */
export type Mood = {
  /** How likely a line names the first SKU. */
  readonly rush: number;
  /** How many order at the same instant. */
  readonly crowd: number;
  readonly ordersPerSecond: number;
  /** How much of what is wanted there is. */
  readonly plenty: number;
  /** How likely an order is cancelled. */
  readonly fickleness: number;
  /** How likely a payment is slow, and how likely it goes wrong otherwise. */
  readonly slowness: number;
  readonly trouble: number;
  /** How likely a SKU is announced as hot. */
  readonly heat: number;
};

/** What is on sale, and to whom. */
export type Market = Mood & {
  readonly skus: readonly string[];
  readonly units: ReadonlyMap<string, number>;
  /** Those that staff announce as hot. */
  readonly hotSkus: ReadonlySet<string>;
  readonly restockThreshold: number;
};

function moodOf(random: Random): Mood {
  return {
    rush: random.pick([0, 0.2, 0.5]),
    crowd: random.pick([1, 4, 30]),
    ordersPerSecond: random.pick([1, 5, 20]),
    plenty: random.pick([0.3, 0.7, 1.2]),
    fickleness: random.pick([0.05, 0.2, 0.6]),
    slowness: random.pick([0.05, 0.5]),
    trouble: random.pick([0.1, 0.4]),
    heat: random.fork('heat').pick([0, 0.3, 1]),
  };
}

/** @param fixed what of the mood is not drawn */
export function marketOf(random: Random, orders: number, fixed: Partial<Mood>): Market {
  const mood = { ...moodOf(random), ...fixed };
  const skus = Array.from({ length: random.pick([2, 5, 12, 30]) }, (_, index) => `sku-${index}`);
  const demand = (orders * 2.2) / skus.length;
  const units = skus.map((sku) => [sku, Math.ceil(demand * mood.plenty * (0.5 + random.next()))] as const);
  const announced = random.fork('announced');
  const hotSkus = new Set(skus.filter(() => announced.chance(mood.heat)));
  return { ...mood, skus, hotSkus, units: new Map(units), restockThreshold: Math.ceil(demand * 0.1) };
}

const badMethods: readonly PaymentMethod[] = [
  'pm_card_chargeDeclined',
  'pm_card_chargeDeclined',
  'pm_sim_timeout_then_approved',
  'pm_sim_timeout_then_declined',
  'pm_sim_unavailable_once',
  'pm_sim_capture_fails',
];

export function paymentMethod(random: Random, { slowness, trouble }: Market): PaymentMethod {
  if (random.chance(slowness)) return 'pm_sim_slow';
  if (!random.chance(trouble)) return 'pm_card_visa';
  return random.chance(0.03) ? 'pm_sim_unavailable' : random.pick(badMethods);
}

type Line = { readonly sku: string; readonly quantity: number };

/** Mostly one or two lines, at times many; at times one SKU on two of them. */
export function orderLines(random: Random, { skus, rush }: Market): Line[] {
  const length = random.chance(0.6) ? 1 : random.chance(0.9) ? random.integer(2, 4) : random.integer(5, 20);
  return Array.from({ length }, () => ({
    sku: random.chance(rush) ? random.pick(skus.slice(0, 1)) : random.pick(skus),
    quantity: random.chance(0.8) ? random.integer(1, 2) : random.integer(3, 8),
  }));
}
