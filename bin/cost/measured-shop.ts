import { type ExtensionHost, type LocalRuntime, startLocalRuntime } from '../../local/runtime.ts';
import { Api } from '../demo/api.ts';
import { prepareDataDirectory } from '../local/data-directory.ts';
import { orderIdIn, shopExtension } from '../local/extension.ts';
import { synthesizeApart } from '../local/synthesis.ts';
import { type Measured, type OrderUnits, orderUnits, type TablesApart } from './order-units.ts';

/** Long enough that no schedule comes due: what it costs is a matter of time, and not of orders. */
const never = '86400';
const settleSeconds = 60;

/** A local run in this process, in memory, whose units are measured. */
export class MeasuredShop {
  readonly api: Api;
  readonly url: string;
  /** The engine itself and the outputs of the stack, for what is stored without being counted. */
  readonly host: ExtensionHost;
  readonly #runtime: LocalRuntime;
  readonly #logged: () => number;
  readonly #dispose: () => void;

  private constructor(
    runtime: LocalRuntime,
    parts: { readonly host: ExtensionHost; readonly logged: () => number; readonly dispose: () => void },
  ) {
    this.#runtime = runtime;
    this.url = runtime.url;
    this.api = new Api(runtime.url);
    this.host = parts.host;
    this.#logged = parts.logged;
    this.#dispose = parts.dispose;
  }

  /** @param context settings of the stack, as CDK takes them */
  static async open(context: Readonly<Record<string, string>> = {}): Promise<MeasuredShop> {
    const directory = prepareDataDirectory(':memory:');
    const settings = { target: 'local', sweepSeconds: never, reconcileSeconds: never, ...context };
    let logged = 0;
    let known: ExtensionHost | undefined;
    const runtime = await startLocalRuntime({
      assembly: () => synthesizeApart(settings, directory.path),
      dataDirectory: directory.path,
      port: 0,
      dynamodbEndpoint: undefined,
      extend: (host) => {
        known = host;
        return shopExtension(host);
      },
      subjectOf: orderIdIn,
      report: (problem) => console.error(problem),
      output: (_functionName, text) => {
        logged += Buffer.byteLength(text);
      },
      onFatal: (reason) => {
        throw new Error(reason);
      },
    });
    if (known === undefined) throw new Error('The local run started without its extension');
    return new MeasuredShop(runtime, { host: known, logged: () => logged, dispose: directory.dispose });
  }

  token(sub: string, groups: readonly string[] = []): Promise<string> {
    return this.#runtime.tokens.issue(sub, [...groups]);
  }

  async settle(): Promise<void> {
    const pending = await this.#runtime.settle(settleSeconds);
    if (pending.length > 0) throw new Error(`Nothing comes to rest: ${pending.join('; ')}`);
  }

  /** What one of so many orders was billed, as all that the work does: nothing else may be under way. */
  async measure(work: () => Promise<void>, orders = 1): Promise<OrderUnits> {
    await this.settle();
    const usage = new URL('/_local/usage?details', this.url);
    await fetch(usage, { method: 'DELETE' });
    const loggedBefore = this.#logged();
    await work();
    const units = (await (await fetch(usage)).json()) as Omit<Measured, 'logBytes'>;
    return orderUnits({ ...units, logBytes: this.#logged() - loggedBefore }, this.#tablesApart, orders);
  }

  get #tablesApart(): TablesApart {
    const { PaymentLedgerTableName: ledger, FiguresTableName: figures } = this.host.outputs;
    return { ledger: String(ledger), figures: String(figures) };
  }

  async stop(): Promise<void> {
    await this.#runtime.stop();
    this.#dispose();
  }
}
