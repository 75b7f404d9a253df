/** What SQLite gives for a column. */
export type ColumnValue = null | number | bigint | string | Uint8Array;

/** One row of a result; each reader throws if the column is missing or holds another type. */
export class Row {
  readonly #columns: Readonly<Record<string, ColumnValue>>;

  constructor(columns: Readonly<Record<string, ColumnValue>>) {
    this.#columns = columns;
  }

  text(name: string): string {
    const value = this.#columns[name];
    if (typeof value !== 'string') throw new TypeError(`The journal's column ${name} holds no text.`);
    return value;
  }

  integer(name: string): number {
    const value = this.#columns[name];
    if (typeof value !== 'number') throw new TypeError(`The journal's column ${name} holds no integer.`);
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.#columns[name] === null ? undefined : this.text(name);
  }

  optionalInteger(name: string): number | undefined {
    return this.#columns[name] === null ? undefined : this.integer(name);
  }

  /** The column's text, parsed as JSON. */
  json(name: string): unknown {
    const value: unknown = JSON.parse(this.text(name));
    return value;
  }
}
