const COMPARISONS: ReadonlyMap<unknown, (value: number, bound: number) => boolean> = new Map([
  ['<', (value: number, bound: number) => value < bound],
  ['<=', (value: number, bound: number) => value <= bound],
  ['>', (value: number, bound: number) => value > bound],
  ['>=', (value: number, bound: number) => value >= bound],
  ['=', (value: number, bound: number) => value === bound],
]);

/** Compiles the operand of `numeric`: one comparison, or two that bound a range, such as `['>', 0, '<=', 5]`. */
export function compileNumeric(operand: unknown, place: string): (value: unknown) => boolean {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new Error(`Event pattern: numeric at ${place} takes one or two comparisons.`);
  }
  const comparisons = [compileComparison(operand[0], operand[1], place)];
  if (operand.length === 4) comparisons.push(compileComparison(operand[2], operand[3], place));
  return (value) => typeof value === 'number' && comparisons.every((holds) => holds(value));
}

function compileComparison(symbol: unknown, bound: unknown, place: string): (value: number) => boolean {
  const compare = COMPARISONS.get(symbol);
  if (!compare) throw new Error(`Event pattern: unknown comparison ${String(symbol)} in numeric at ${place}.`);
  if (typeof bound !== 'number') throw new Error(`Event pattern: numeric at ${place} compares with numbers only.`);
  return (value) => compare(value, bound);
}
