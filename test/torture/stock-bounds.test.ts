import { describe, expect, test } from 'vitest';
import { StockBounds } from './stock-bounds.ts';

function stock(available: number, reserved = 0, sold = 0) {
  return { sku: 'item', available, reserved, sold, onHand: available + reserved };
}

describe('the units of a SKU', () => {
  test('are all that were acknowledged before the look began', () => {
    const bounds = new StockBounds();
    bounds.ask(10, 1)(true, 2);
    expect(bounds.violations(stock(7, 2, 1), 3, 4)).toEqual([]);
    expect(bounds.violations(stock(7, 2, 2), 3, 4)).toEqual([expect.stringContaining('11 units, where 10 to 10')]);
  });

  test('may or may not hold what is still on its way, or was answered during the look', () => {
    const bounds = new StockBounds();
    bounds.ask(10, 1)(true, 2);
    bounds.ask(5, 3);
    bounds.ask(-2, 4)(true, 6);
    expect(bounds.between(5, 7)).toEqual({ least: 8, most: 15 });
  });

  test('hold nothing that was refused, or asked for after the look', () => {
    const bounds = new StockBounds();
    bounds.ask(-2, 1)(false, 2);
    bounds.ask(5, 9);
    expect(bounds.between(3, 4)).toEqual({ least: 0, most: 0 });
  });

  test('are never fewer than none, and on hand where they are said to be', () => {
    const bounds = new StockBounds();
    expect(bounds.violations(stock(-1, 1), 1, 2)).toEqual([expect.stringContaining('less than none')]);
    expect(bounds.violations({ ...stock(0), onHand: 1 }, 1, 2)).toEqual([expect.stringContaining('but 1 on hand')]);
  });

  test('are known again once all is at rest', () => {
    const bounds = new StockBounds();
    bounds.ask(-2, 1);
    bounds.settle(3, 2);
    expect(bounds.between(3, 4)).toEqual({ least: 3, most: 3 });
  });
});
