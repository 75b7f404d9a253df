import { dynamodb, type EngineClient, type EngineResponse } from '../engine/engine-client.ts';
import type { TableDefinition } from '../engine/table-definition.ts';
import type { Report } from '../ports.ts';
import { TRANSACTION_FACTOR, writeUnits } from './capacity.ts';
import { type Images, ItemImages } from './images.ts';
import { indexWriteUnits } from './index-writes.ts';
import { unitsOfRead } from './read-units.ts';
import { type TableShape, tableShape } from './table-shape.ts';
import type { Usage } from './usage.ts';
import { wholeRead } from './whole-read.ts';
import { type WriteAction, writeActions } from './write-actions.ts';

export type MeteredEngineOptions = {
  readonly engine: Pick<EngineClient, 'send' | 'call'>;
  readonly usage: Usage;
  readonly report: Report;
};

const SERVICE = dynamodb('');
const READS = new Set(['BatchGetItem', 'GetItem', 'Query', 'Scan', 'TransactGetItems']);
const FREE = new Set(['DescribeTable', 'ListTables']);

/**
 * The engine as DynamoDB would bill it. What the engine itself reports is not asked for: it is known to be wrong about
 * transactions and failed conditions. What the items were before a write, and are after an update, is read beside it.
 */
export class MeteredEngine implements Pick<EngineClient, 'send'> {
  readonly #options: MeteredEngineOptions;
  readonly #images: ItemImages;
  readonly #tables = new Map<string, TableShape>();

  constructor(options: MeteredEngineOptions) {
    this.#options = options;
    this.#images = new ItemImages(options.engine);
  }

  addTable(definition: TableDefinition): void {
    this.#tables.set(definition.TableName, tableShape(definition));
  }

  send(target: string, body: Buffer | string): Promise<EngineResponse> {
    const forward = () => this.#options.engine.send(target, body);
    if (!target.startsWith(SERVICE)) return forward();
    const operation = target.slice(SERVICE.length);
    const input: unknown = JSON.parse(body.toString());
    const actions = writeActions(operation, input, this.#tables);
    if (actions.length > 0) return this.#write(operation, actions, forward);
    if (READS.has(operation)) return this.#read(operation, input, forward);
    if (!FREE.has(operation)) this.#options.report(`The units of DynamoDB ${operation} are not counted`);
    return forward();
  }

  async #write(
    operation: string,
    actions: readonly WriteAction[],
    forward: () => Promise<EngineResponse>,
  ): Promise<EngineResponse> {
    const before = await this.#images.read(actions.filter(({ inserts }) => !inserts));
    for (const action of actions) this.#images.begin(action);
    const left = new Map<WriteAction, { readonly image: ReturnType<Images> }>();
    try {
      const answer = await forward();
      const factor = operation === 'TransactWriteItems' ? TRANSACTION_FACTOR : 1;
      if (answer.status === 200) {
        const after = await this.#images.readAgain(actions.filter(({ kind }) => kind === 'update'));
        for (const action of actions) {
          const image = afterOf(action, before, after);
          left.set(action, { image });
          this.#countWritten(action, before(action), image, factor);
        }
      } else if (isRefusal(answer)) {
        const inTheWay = await this.#images.readAgain(actions.filter(({ inserts }) => inserts));
        for (const action of actions) this.#countRefused(action, before(action) ?? inTheWay(action), factor);
      }
      this.#countRequest(actions[0]?.table.name);
      return answer;
    } finally {
      for (const action of actions) this.#images.end(action, left.get(action));
    }
  }

  /** What a transaction prepares and commits is billed twice; an index follows later, and is billed once. */
  #countWritten(
    { table, kind }: WriteAction,
    before: ReturnType<Images>,
    after: ReturnType<Images>,
    factor: number,
  ): void {
    const indexUnits =
      kind === 'check' ? [] : table.indexes.map((index) => indexWriteUnits(index, table.key, before, after));
    const units = indexUnits.reduce((sum, each) => sum + each, factor * writeUnits(before, after));
    this.#options.usage.addTable(table.name, { writeUnits: units, readUnits: 0, requests: 0 });
  }

  /**
   * A condition that fails is billed like the write that it prevents, by the item that is there or the one that was to
   * be there. A cancelled transaction is taken to be billed for all of its actions in full, which AWS does not say in so
   * many words: at most that.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
   */
  #countRefused({ table, item }: WriteAction, before: ReturnType<Images>, factor: number): void {
    const units = factor * writeUnits(before, item);
    this.#options.usage.addTable(table.name, { writeUnits: units, readUnits: 0, requests: 0 });
  }

  async #read(operation: string, input: unknown, forward: () => Promise<EngineResponse>): Promise<EngineResponse> {
    const answer = await forward();
    if (answer.status !== 200) return answer;
    const output = JSON.parse(answer.body.toString()) as { readonly ScannedCount?: number };
    const whole = wholeRead(input, output.ScannedCount);
    const read = whole === undefined ? output : await this.#options.engine.call(dynamodb(operation), whole);
    const reads = unitsOfRead(operation, input, read);
    for (const { tableName, readUnits } of reads) {
      this.#options.usage.addTable(tableName, { writeUnits: 0, readUnits, requests: 0 });
    }
    this.#countRequest(reads[0]?.tableName);
    return answer;
  }

  #countRequest(tableName: string | undefined): void {
    if (tableName === undefined) return;
    this.#options.usage.addTable(tableName, { writeUnits: 0, readUnits: 0, requests: 1 });
  }
}

function afterOf(action: WriteAction, before: Images, after: Images): ReturnType<Images> {
  switch (action.kind) {
    case 'put':
      return action.item;
    case 'update':
      return after(action);
    case 'delete':
      return undefined;
    case 'check':
      return before(action);
  }
}

/** Whether a write was refused for what is stored; what is throttled or malformed costs nothing. */
function isRefusal({ body }: EngineResponse): boolean {
  return body.includes('ConditionalCheckFailed');
}
