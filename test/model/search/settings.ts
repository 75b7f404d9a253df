/** What an order asks for, per SKU: zero where it has no line of it. */
export type Lines = { readonly a: number; readonly b: number };

export const skus = ['a', 'b'] as const;
export type Sku = (typeof skus)[number];

/** A shelf, what two orders ask of it, and what staff may do to it: one unit of a more or less, once. */
export type ShopSetting = {
  readonly stock: Lines;
  readonly orders: readonly [Lines, Lines];
  readonly adjusting: boolean;
};

/** One line or two, of one unit or two each. The order (b, a) is (a, b): one transaction takes all lines. */
export const askedLines: readonly Lines[] = [0, 1, 2].flatMap((a) =>
  [0, 1, 2].filter((b) => a + b > 0).map((b) => ({ a, b })),
);

export function lineCount(lines: Lines): number {
  return skus.filter((sku) => lines[sku] > 0).length;
}

/** Every shelf of one or two units of each SKU, and every two orders for it. */
export function everySetting(adjusting: boolean): ShopSetting[] {
  const stocks = [1, 2].flatMap((a) => [1, 2].map((b) => ({ a, b })));
  return stocks.flatMap((stock) =>
    askedLines.flatMap((first, index) =>
      askedLines.slice(index).map((second) => ({ stock, orders: [first, second] as const, adjusting })),
    ),
  );
}

/**
 * What the protocol can tell of a setting: whether each order fits, by what the other holds and staff have done.
 * Settings of one kind have the same pairs of worlds.
 */
function kindOf({ stock, orders, adjusting }: ShopSetting): string {
  const [first, second] = orders;
  const fits = (asked: Lines, other: Lines, held: number, adjusted: number) =>
    skus.every((sku) => {
      const available = stock[sku] + (sku === 'a' ? adjusted : 0) - held * other[sku];
      return asked[sku] === 0 || available >= asked[sku];
    });
  const situations = (adjusting ? [0, -1, 1] : [0]).flatMap((adjusted) =>
    [0, 1].flatMap((held) => [fits(first, second, held, adjusted), fits(second, first, held, adjusted)]),
  );
  const takeable = (adjusting ? [0, 1] : []).map(
    (held) => stock.a - held * first.a >= 1 && stock.a - held * second.a >= 1,
  );
  return [lineCount(first), lineCount(second), ...situations, ...takeable].join();
}

export function oneOfEachKind(settings: readonly ShopSetting[]): ShopSetting[] {
  return [...new Map(settings.map((setting) => [kindOf(setting), setting])).values()];
}
