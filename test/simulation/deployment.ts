import { registerHooks } from 'node:module';
import type { FunctionDeclaration, FunctionName } from '../../lib/declarations.ts';
import type { Orchestration } from '../../lib/settings.ts';
import type { Definition } from '../../local/states/definition.ts';
import { sagaMachine } from './services/executions.ts';
import type { SimulatedFunction } from './services/functions.ts';

/** What the functions are told by their environment, in seconds. */
export type Settings = {
  readonly reservationTtlSeconds: number;
  readonly gracePeriodSeconds: number;
  readonly sagaTimeoutSeconds: number;
  readonly sweepSeconds: number;
  /** Standard, if it is left out. */
  readonly orchestration?: Orchestration;
  /** 0 is no bound. */
  readonly maxOpenOrdersPerBuyer: number;
};

/** A change of the source: the text must stand in the file exactly once. */
export type Mutation = { readonly file: string; readonly find: string; readonly replace: string };

/** The system's own code with its settings, loaded apart from any other deployment in this process. */
export type Deployment = {
  readonly settings: Settings;
  readonly functions: ReadonlyMap<string, SimulatedFunction>;
  readonly saga: Definition;
  /** The same with workers that remember nothing: what one world has taught them is not known in the next. */
  readonly withFreshMemory: () => Promise<Deployment>;
};

const root = new URL('../../', import.meta.url).href;
const mutationsOf = new Map<string, readonly Mutation[]>();
/** Which deployments have loaded which of their mutated files. */
const changed = new Set<string>();
let deployments = 0;

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
      const mutations = (mutationsOf.get(deployment.split('.')[0] ?? '') ?? []).filter(({ file }) =>
        url.startsWith(`${root}${file}?`),
      );
      if (mutations.length === 0) return loaded;
      for (const { file } of mutations) changed.add(`${deployment} ${file}`);
      return { ...loaded, source: mutations.reduce(mutated, String(loaded.source)) };
    },
  });
}

function deploymentOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : (/\?deployment=([\d.]+)$/.exec(url)?.[1] ?? undefined);
}

/** @throws when the text is not there, or there more than once: the safeguard is elsewhere now */
function mutated(source: string, { file, find, replace }: Mutation): string {
  const parts = source.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new Error(`${file} has ${parts.length - 1} times what a control takes away: ${find}`);
}

/** The environment, by the names that functions declare. */
function environmentOf(settings: Settings): Readonly<Record<string, string>> {
  return {
    ORDERS_TABLE: 'Orders',
    INVENTORY_TABLE: 'Inventory',
    CATALOG_TABLE: 'Catalog',
    MOVEMENTS_TABLE: 'Movements',
    PAYMENT_LEDGER_TABLE: 'PaymentLedger',
    FIGURES_TABLE: 'Figures',
    STACK_NAME: 'simulation',
    EVENT_BUS_NAME: 'bus',
    STATE_MACHINE_ARN: 'saga',
    RESERVATION_TTL_SECONDS: String(settings.reservationTtlSeconds),
    GRACE_PERIOD_SECONDS: String(settings.gracePeriodSeconds),
    SAGA_TIMEOUT_SECONDS: String(settings.sagaTimeoutSeconds),
    SWEEP_SECONDS: String(settings.sweepSeconds),
    MAX_OPEN_ORDERS_PER_BUYER: String(settings.maxOpenOrdersPerBuyer),
    MAX_UNITS_PER_ORDER: '0',
  };
}

/** Every function that anybody in a simulated shop calls. */
const simulated = [
  'put-item',
  'adjust-stock',
  'place-order',
  'cancel-order',
  'ship-order',
  'reserve-stock',
  'advance-order',
  'end-grace-period',
  'project-movements',
  'publish-events',
  'count-stock',
  'authorize-payment',
  'commit-order',
  'capture-payment',
  'close-reservation',
  'settle-payment',
  'release-stock',
  'cancel-uncaptured-order',
  'sweep',
] as const satisfies readonly FunctionName[];

/** Those whose workers remember something from one invocation to the next. */
const remembering = ['reserve-stock'] as const satisfies readonly FunctionName[];

type Declarations = Readonly<Record<FunctionName, FunctionDeclaration>>;

/** @throws when a function is told something that the simulation does not know */
function setEnvironment(names: readonly string[], settings: Settings): void {
  const values = environmentOf(settings);
  const unknown = names.filter((name) => values[name] === undefined);
  if (unknown.length > 0) throw new Error(`The simulation does not know ${unknown.join()}`);
  Object.assign(process.env, { AWS_REGION: 'us-east-1' }, values);
}

/** Loads the functions with these settings; their environment is read while they load. */
export async function deploy(settings: Settings, mutations: readonly Mutation[] = []): Promise<Deployment> {
  if (deployments === 0) isolateDeployments();
  const deployment = String(++deployments);
  mutationsOf.set(deployment, mutations);
  const load = (file: string, generation = '') => import(`${root}${file}?deployment=${deployment}${generation}`);
  const { functionDeclarations }: { functionDeclarations: Declarations } = await load('lib/declarations.ts');
  const { sagaDefinition, sagaFunctions } = await load('lib/saga-definition.ts');
  setEnvironment(
    simulated.flatMap((name) => functionDeclarations[name].environment),
    settings,
  );
  const loadFunctions = async (names: readonly FunctionName[], generation = '') => {
    const functions = new Map<string, SimulatedFunction>();
    for (const name of names) {
      const { entry, timeoutSeconds } = functionDeclarations[name];
      const { handler } = await load(entry, generation);
      functions.set(name, { handler, timeoutSeconds });
    }
    return functions;
  };
  const functions = await loadFunctions(simulated);
  const missing = mutations.filter(({ file }) => !changed.has(`${deployment} ${file}`));
  if (missing.length > 0) throw new Error(`No function loads ${missing.map(({ file }) => file).join()}`);
  const saga = sagaMachine(sagaDefinition({ orchestration: 'standard', ...settings }), sagaFunctions);
  let generations = 0;
  const withFreshMemory = async (): Promise<Deployment> => {
    setEnvironment([], settings);
    const fresh = await loadFunctions(remembering, `.${++generations}`);
    return { ...deployed, functions: new Map([...functions, ...fresh]) };
  };
  const deployed: Deployment = { settings, functions, saga, withFreshMemory };
  return deployed;
}
