import { settingBounds } from '../../lib/setting-bounds.ts';
import { readSettings, SettingError, type Settings } from '../../lib/settings.ts';

/** What is wrong with how the command was started, in one line that says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export type StartSettings = {
  readonly port: number;
  /** A path, or `:memory:`. */
  readonly dataDirectory: string;
  readonly dynamodbEndpoint: URL | undefined;
  readonly seeds: boolean;
  readonly verbose: boolean;
  /** The CDK context that the stack is synthesized with. */
  readonly context: Readonly<Record<string, string>>;
};

/** The variables that override settings of the stack. */
const OVERRIDES: Readonly<Record<string, keyof Settings>> = {
  RESERVATION_TTL_SECONDS: 'reservationTtlSeconds',
  SWEEP_SECONDS: 'sweepSeconds',
  RECONCILE_SECONDS: 'reconcileSeconds',
  GRACE_PERIOD_SECONDS: 'gracePeriodSeconds',
  SAGA_TIMEOUT_SECONDS: 'sagaTimeoutSeconds',
  ORCHESTRATION: 'orchestration',
  PROJECTION_WINDOW_SECONDS: 'projectionWindowSeconds',
};

const LARGEST_PORT = 65_535;

/**
 * Reads the environment and the command line.
 * @throws StartError
 */
export function readStartSettings(environment: NodeJS.ProcessEnv, parameters: readonly string[]): StartSettings {
  const given = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const unknown = parameters.find((parameter) => parameter !== '--verbose');
  if (unknown !== undefined) throw new StartError(`${unknown} is no option: the only one is --verbose`);
  return {
    port: readPort(given('PORT') ?? '3000'),
    dataDirectory: given('DATA_DIR') ?? '.holdfast/',
    dynamodbEndpoint: readEndpoint(given('DYNAMODB_ENDPOINT')),
    seeds: given('SEED') !== 'none',
    verbose: parameters.includes('--verbose'),
    context: readContext(given),
  };
}

function readContext(given: (name: string) => string | undefined): Record<string, string> {
  const context: Record<string, string> = { target: 'local' };
  for (const [variable, setting] of Object.entries(OVERRIDES)) {
    const value = given(variable);
    if (value !== undefined) context[setting] = value;
  }
  // Nothing is billed here, and whoever looks wants to see.
  context.projectionWindowSeconds ??= '0';
  // Whoever hurries the sweep on one machine wants to see a difference as soon.
  context.reconcileSeconds ??= context.sweepSeconds ?? String(settingBounds.sweepSeconds.preset);
  checkBounds(context);
  return context;
}

/** The synthesis checks them too, but only once everything else has been started. */
function checkBounds(context: Readonly<Record<string, string>>): void {
  try {
    readSettings((name) => context[name]);
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    const override = Object.entries(OVERRIDES).find(([, setting]) => error.message.startsWith(setting));
    throw new StartError(override === undefined ? error.message : error.message.replace(override[1], override[0]));
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= LARGEST_PORT) return port;
  throw new StartError(`PORT is ${text}: set it to a whole number from 0 (any free port) to ${LARGEST_PORT}`);
}

function readEndpoint(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  if (URL.canParse(text) && new URL(text).protocol === 'http:') return new URL(text);
  throw new StartError(`DYNAMODB_ENDPOINT is ${text}: set it to a URL such as http://127.0.0.1:8000`);
}
