import { registerHooks } from 'node:module';
import type { Definition } from '../../local/states/definition.ts';
import { sagaMachine } from './services/executions.ts';
import type { SimulatedFunction } from './services/functions.ts';

/** What the functions are told by their environment, in seconds. */
export type Settings = {
  readonly reservationTtlSeconds: number;
  readonly gracePeriodSeconds: number;
  readonly sagaTimeoutSeconds: number;
  readonly sweepSeconds: number;
};

/** A change of the source: the text must stand in the file exactly once. */
export type Mutation = { readonly file: string; readonly find: string; readonly replace: string };

/** The system's own code with its settings, loaded apart from any other deployment in this process. */
export type Deployment = {
  readonly settings: Settings;
  readonly functions: ReadonlyMap<string, SimulatedFunction>;
  readonly saga: Definition;
};

const root = new URL('../../', import.meta.url).href;
const mutationsOf = new Map<string, readonly Mutation[]>();
/** Which deployments have loaded which of their mutated files. */
const changed = new Set<string>();
let deployed = 0;

/**
 * Lets a module that is imported with `?deployment=<n>` import all others of the project as that deployment's own, and
 * changes their sources as its mutations say.
 */
function isolateDeployments(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const deployment = deploymentOf(context.parentURL);
      const isOurs = resolved.url.startsWith(root) && !resolved.url.includes('/node_modules/');
      if (deployment === undefined || !isOurs || deploymentOf(resolved.url) !== undefined) return resolved;
      return { ...resolved, url: `${resolved.url}?deployment=${deployment}` };
    },
    load(url, context, next) {
      const loaded = next(url, context);
      const deployment = deploymentOf(url) ?? '';
      const mutations = (mutationsOf.get(deployment) ?? []).filter(({ file }) => url.startsWith(`${root}${file}?`));
      if (mutations.length === 0) return loaded;
      for (const { file } of mutations) changed.add(`${deployment} ${file}`);
      return { ...loaded, source: mutations.reduce(mutated, String(loaded.source)) };
    },
  });
}

function deploymentOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : (/\?deployment=(\d+)$/.exec(url)?.[1] ?? undefined);
}

/** @throws when the text is not there, or there more than once: the safeguard is elsewhere now */
function mutated(source: string, { file, find, replace }: Mutation): string {
  const parts = source.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new Error(`${file} has ${parts.length - 1} times what a control takes away: ${find}`);
}

function setEnvironment(settings: Settings): void {
  Object.assign(process.env, {
    ORDERS_TABLE: 'Orders',
    INVENTORY_TABLE: 'Inventory',
    CATALOG_TABLE: 'Catalog',
    MOVEMENTS_TABLE: 'Movements',
    PAYMENT_LEDGER_TABLE: 'PaymentLedger',
    EVENT_BUS_NAME: 'bus',
    STATE_MACHINE_ARN: 'saga',
    AWS_REGION: 'us-east-1',
    RESERVATION_TTL_SECONDS: String(settings.reservationTtlSeconds),
    GRACE_PERIOD_SECONDS: String(settings.gracePeriodSeconds),
    SAGA_TIMEOUT_SECONDS: String(settings.sagaTimeoutSeconds),
    SWEEP_SECONDS: String(settings.sweepSeconds),
  });
}

/** Loads every function with these settings; their environment is read while they load. */
export async function deploy(settings: Settings, mutations: readonly Mutation[] = []): Promise<Deployment> {
  if (deployed === 0) isolateDeployments();
  const deployment = String(++deployed);
  mutationsOf.set(deployment, mutations);
  setEnvironment(settings);
  const load = (file: string) => import(`${root}${file}?deployment=${deployment}`);
  const { functionDeclarations } = await load('lib/declarations.ts');
  const { sagaDefinition, sagaFunctions } = await load('lib/saga-definition.ts');
  const functions = new Map<string, SimulatedFunction>();
  for (const [name, declaration] of Object.entries<{ entry: string; timeoutSeconds: number }>(functionDeclarations)) {
    const { handler } = await load(declaration.entry);
    functions.set(name, { handler, timeoutSeconds: declaration.timeoutSeconds });
  }
  const missing = mutations.filter(({ file }) => !changed.has(`${deployment} ${file}`));
  if (missing.length > 0) throw new Error(`No function loads ${missing.map(({ file }) => file).join()}`);
  return { settings, functions, saga: sagaMachine(sagaDefinition(settings.sagaTimeoutSeconds), sagaFunctions) };
}
