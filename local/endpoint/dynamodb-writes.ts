/** Operations that can write, whatever they answer. */
const WRITES = new Set([
  'BatchExecuteStatement',
  'BatchWriteItem',
  'DeleteItem',
  'ExecuteStatement',
  'ExecuteTransaction',
  'PutItem',
  'TransactWriteItems',
  'UpdateItem',
]);

/**
 * The tables that a request may have written to. It looks for the names in the text, since parsing every request a
 * second time costs more than a needless look at a stream.
 */
export function tablesWritten(operation: string, body: Buffer, tableNames: Iterable<string>): string[] {
  return WRITES.has(operation) ? [...tableNames].filter((name) => body.includes(name)) : [];
}
