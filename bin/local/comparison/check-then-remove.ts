/** What the flow does to the stock: it reads it, and writes it back. */
export type Stock = {
  readonly read: () => Promise<number>;
  readonly write: (available: number) => Promise<void>;
};

/** Where the orders of a race stand; everything is a number of orders, of one unit each. */
export type Tally = {
  checking: number;
  /** Found enough when they looked, and are being paid. */
  confirmed: number;
  refused: number;
  declined: number;
  paid: number;
};

/** Resolves once the money is in, true, or the card was declined, false. */
export type Pay = () => Promise<boolean>;

/**
 * Completes an order as eShop does: the stock is looked at when the order is validated, and taken out once it is paid.
 * Nothing is held in between, so that as many buyers as look at the last unit in time pay for it.
 *
 * @see https://github.com/dotnet/eShop/blob/main/src/Catalog.API/IntegrationEvents/EventHandling/OrderStatusChangedToAwaitingValidationIntegrationEventHandler.cs
 * @see https://github.com/dotnet/eShop/blob/main/src/Catalog.API/IntegrationEvents/EventHandling/OrderStatusChangedToPaidIntegrationEventHandler.cs
 * @see https://github.com/dotnet/eShop/issues/888
 */
export async function checkThenRemove(stock: Stock, pay: Pay, tally: Tally): Promise<void> {
  tally.checking += 1;
  const hasStock = (await stock.read()) >= 1;
  tally.checking -= 1;
  if (!hasStock) {
    tally.refused += 1;
    return;
  }
  tally.confirmed += 1;
  const isPaid = await pay();
  tally.confirmed -= 1;
  if (!isPaid) {
    tally.declined += 1;
    return;
  }
  tally.paid += 1;
  await removeStock(stock);
}

/** As `CatalogItem.RemoveStock`, saved without a look at who else did. Nothing left is an error that no order hears of. */
async function removeStock(stock: Stock): Promise<void> {
  const available = await stock.read();
  if (available > 0) await stock.write(available - 1);
}
