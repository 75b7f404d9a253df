import type { Answer as HandlerAnswer } from '../../../functions/http/respond.ts';
import { routes } from '../../../functions/http/routes.ts';
import { Journal } from '../../../local/journal/journal.ts';
import { systemClock } from '../../../local/runtime/system-clock.ts';
import { Secrets } from '../../../local/secrets/secrets.ts';
import { SecretsApi } from '../../../local/secrets/secrets-api.ts';
import { checkDocumented } from '../../support/documented.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import { type Call, requestEvent } from './gateway.ts';
import { type StateMachine, startStateMachine } from './state-machine.ts';

/** What a handler answered; `body` is what `text` means. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: unknown;
};

/** Every handler, called as the gateway calls it, on the tables of an engine in memory. */
export type Api = {
  readonly engine: TestEngine;
  readonly stateMachine: StateMachine;
  readonly call: (call: Call) => Promise<Answer>;
  readonly stop: () => Promise<void>;
};

const cursorKeyArn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:cursor-key-abcdef';

type Handler = (event: ReturnType<typeof requestEvent>) => Promise<HandlerAnswer>;

export async function startApi(environment: Readonly<Record<string, string>> = {}): Promise<Api> {
  const secrets = new Secrets({ journal: new Journal(':memory:'), clock: systemClock });
  secrets.add(cursorKeyArn, { GenerateSecretString: {} });
  const secretsApi = new SecretsApi(secrets);
  const engine = await startTestEngine({
    secretsmanager: (operation, input) => secretsApi.call(operation, input),
  });
  const stateMachine = await startStateMachine();
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: await endpointOf(engine),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: await endpointOf(engine),
    AWS_ENDPOINT_URL_SFN: stateMachine.endpoint,
    ORDERS_TABLE: engine.tables.Orders,
    INVENTORY_TABLE: engine.tables.Inventory,
    CATALOG_TABLE: engine.tables.Catalog,
    CURSOR_KEY_SECRET_ARN: cursorKeyArn,
    MOVEMENTS_TABLE: engine.tables.Movements,
    STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:saga',
    SAGA_TIMEOUT_SECONDS: '240',
    GRACE_PERIOD_SECONDS: '0',
    MAX_OPEN_ORDERS_PER_BUYER: '1000',
    MAX_UNITS_PER_ORDER: '0',
    ...environment,
  });
  const stop = async () => {
    await stateMachine.stop();
    await engine.stop();
  };
  return { engine, stateMachine, call: callHandler, stop };
}

async function endpointOf({ client }: TestEngine): Promise<string> {
  const endpoint = await client.config.endpoint?.();
  if (endpoint === undefined) throw new Error('The client of the engine has no endpoint');
  return `${endpoint.protocol}//${endpoint.hostname}:${endpoint.port}`;
}

async function callHandler(call: Call): Promise<Answer> {
  const { name, routeKey, parameters } = routeOf(call);
  const loaded: { readonly handler: Handler } = await import(`../../../functions/http/${name}.ts`);
  const answer = await loaded.handler(requestEvent(call, routeKey, parameters));
  const headers = Object.entries(answer.headers ?? {}).map(([header, value]) => [header, String(value)]);
  const text = answer.body ?? '';
  const status = answer.statusCode ?? 0;
  const contentType = String(answer.headers?.['content-type']);
  const body = contentType.includes('json') ? JSON.parse(text) : undefined;
  checkDocumented(routeKey, { status, contentType, body });
  return { status, headers: Object.fromEntries(headers), text, body };
}

/** The gateway's choice: the route that fits, or the default. */
function routeOf({ method, path }: Call) {
  for (const route of routes) {
    const pattern = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const found = route.method === method ? pattern.exec(path) : null;
    if (found === null) continue;
    const encoded = Object.entries(found.groups ?? {});
    const parameters = Object.fromEntries(encoded.map(([name, value]) => [name, decodeURIComponent(value)]));
    return { name: route.function, routeKey: `${method} ${route.path}`, parameters };
  }
  return { name: 'not-found', routeKey: '$default', parameters: {} };
}
