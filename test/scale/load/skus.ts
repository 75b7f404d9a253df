import type { Random } from '../../simulation/time/random.ts';

/** Which SKU an order asks for: always the same, any of a catalogue alike, or the first ones far more than the last. */
export type Demand = { readonly kind: 'one' | 'uniform' | 'zipf'; readonly skus: number };

export function skuName(index: number): string {
  return `SKU-${index}`;
}

/** Draws the SKUs of orders, one line each. With `zipf` the n-th SKU is asked for 1/n as often as the first. */
export function drawSku({ kind, skus }: Demand, random: Random): () => string {
  if (kind === 'one') return () => skuName(0);
  if (kind === 'uniform') return () => skuName(random.integer(0, skus - 1));
  const sums = harmonicSums(skus);
  const all = sums[skus - 1] ?? 0;
  return () => skuName(firstAbove(sums, random.next() * all));
}

function harmonicSums(count: number): Float64Array {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let index = 0; index < count; index++) {
    sum += 1 / (index + 1);
    sums[index] = sum;
  }
  return sums;
}

function firstAbove(sums: Float64Array, wanted: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
