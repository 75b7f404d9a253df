import { startEngine } from './engine/engine.ts';
import type { EngineClient } from './engine/engine-client.ts';
import { Faults } from './faults/faults.ts';
import { Recording } from './faults/recording.ts';
import { readApi } from './gateway/api-definition.ts';
import { HttpApi } from './gateway/http-api.ts';
import type { HttpRequest, HttpResponse } from './gateway/http-message.ts';
import { GatewayServer } from './gateway/server.ts';
import type { TokenIssuer } from './gateway/token-issuer.ts';
import { Access } from './iam/access.ts';
import { callAuthorizer } from './iam/call-access.ts';
import { checkTrust } from './iam/trust.ts';
import type { Journal } from './journal/journal.ts';
import type { Json } from './json.ts';
import type { Output } from './lambda/function-worker.ts';
import type { FunctionInvoker, Pending, Report } from './ports.ts';
import { faultRoutes } from './runtime/fault-routes.ts';
import { createTokenIssuer } from './runtime/identity-provider.ts';
import { openJournal } from './runtime/journal-file.ts';
import { answerLocally, type LocalRoute } from './runtime/local-routes.ts';
import { permissionRoutes } from './runtime/permission-routes.ts';
import { recordingRoutes } from './runtime/recording-routes.ts';
import { runtimeRoutes } from './runtime/runtime-routes.ts';
import { settle } from './runtime/settle.ts';
import { System } from './runtime/system.ts';
import { systemClock } from './runtime/system-clock.ts';
import { usageRoutes } from './runtime/usage-routes.ts';
import { loadTemplate, type Template } from './template/template.ts';

/** What an extension can work with. */
export type ExtensionHost = {
  readonly engine: EngineClient;
  /** The outputs of the stack. */
  readonly outputs: Readonly<Record<string, Json>>;
};

/** What a particular application adds to the local run. */
export type Extension = {
  readonly routes: readonly LocalRoute[];
  /** Tells what has not come to rest yet and is no part's business. */
  readonly pending: () => Promise<readonly Pending[]>;
};

export type LocalRuntimeOptions = {
  /** Gives the directory of a synthesized cloud assembly; called once nobody else can use the data directory. */
  readonly assembly: () => Promise<string>;
  /** Where all durable state is kept. */
  readonly dataDirectory: string;
  /** 0 takes a port that is free. */
  readonly port: number;
  /** A DynamoDB API to use instead of the embedded engine. */
  readonly dynamodbEndpoint: URL | undefined;
  readonly extend: (host: ExtensionHost) => Extension;
  /** What a piece of work is about, found in its text: a fault strikes the same subject again from the same seed. */
  readonly subjectOf: (text: string) => string;
  readonly report: Report;
  /** Takes what the functions write to stdout and stderr. */
  readonly output: Output;
  /** Called if the runtime cannot go on, with the reason. */
  readonly onFatal: (reason: string) => void;
};

export type LocalRuntime = {
  readonly url: string;
  readonly tokens: TokenIssuer;
  /** Waits until nothing is pending; answers what still is at the timeout. */
  readonly settle: (timeoutSeconds: number) => Promise<readonly Pending[]>;
  readonly stop: () => Promise<void>;
};

/**
 * Runs a synthesized template on this machine.
 * @throws TemplateError for what it does not know, DataDirectoryInUseError, EngineMissingError, and `EADDRINUSE`
 */
export async function startLocalRuntime(options: LocalRuntimeOptions): Promise<LocalRuntime> {
  await using started = new AsyncDisposableStack();
  const handler = Promise.withResolvers<(request: HttpRequest) => Promise<HttpResponse>>();
  const server = new GatewayServer(async (request) => (await handler.promise)(request), options.report);
  const port = await server.listen(options.port);
  started.defer(() => server.stop());

  const journal = openJournal(options.dataDirectory);
  started.defer(() => journal.close());
  const { client: engine, stop: stopEngine } = await startEngine({
    endpoint: options.dynamodbEndpoint,
    dataDirectory: options.dataDirectory,
    onUnexpectedExit: (output) => options.onFatal(`The DynamoDB engine ended. ${output}`),
  });
  started.defer(stopEngine);
  const template = loadTemplate(await options.assembly());

  const { answer, ...running } = await runSystem(options, template, journal, engine, started);
  handler.resolve(answer);
  const begun = started.move();
  const stop = async () => {
    // First of all, so that nothing new comes in.
    await server.stop();
    await begun.disposeAsync();
  };
  return { url: `http://127.0.0.1:${port}`, ...running, stop };
}

async function runSystem(
  options: LocalRuntimeOptions,
  template: Template,
  journal: Journal,
  engine: EngineClient,
  started: AsyncDisposableStack,
): Promise<Pick<LocalRuntime, 'tokens' | 'settle'> & { answer: (request: HttpRequest) => Promise<HttpResponse> }> {
  const { report, output, dataDirectory, subjectOf } = options;
  const definition = readApi(template.resources);
  const tokens = await createTokenIssuer(definition, dataDirectory, systemClock);
  const faults: Faults = new Faults({ subjectOf, crash: (caller) => system.parts.functions.crash(caller) });
  const recording = new Recording(faults);
  checkTrust(template.resources);
  const access = new Access(template.resources, report);
  const authorizeCall = callAuthorizer(access, template.resources);
  const system: System = new System({
    engine,
    journal,
    interceptor: recording,
    access,
    authorizeCall,
    report,
    output,
  });
  started.defer(() => system.stop());
  await system.install(template);
  const issuerKeys = new Map([[tokens.issuer, tokens.publicKey]]);
  const { functions, usage } = system.parts;
  let requests = 0;
  const answering: FunctionInvoker = {
    invoke: (functionArn, payload) => {
      requests += 1;
      return functions.invoke(functionArn, payload);
    },
  };
  const api = new HttpApi({ definition, functions: answering, access, issuerKeys, clock: systemClock, report });
  const extension = options.extend({ engine, outputs: template.outputs });
  const settleAll = (timeoutSeconds: number) =>
    settle(
      {
        parts: () => system.pending(),
        probes: extension.pending,
        // Somebody who keeps asking must not keep the system from being quiet.
        activity: () => functions.invocations - requests,
      },
      timeoutSeconds * 1000,
    );
  const own = runtimeRoutes({ system, journal, template, tokens, settle: settleAll });
  const local = [
    ...faultRoutes(faults),
    ...recordingRoutes(recording),
    ...permissionRoutes(access.report),
    ...usageRoutes(usage),
  ];
  const routes = [...own, ...local, ...extension.routes];
  system.start();
  const handle = (request: HttpRequest) => {
    usage.addApiRequest(request.body.length);
    return api.handle(request);
  };
  const answer = async (request: HttpRequest) => (await answerLocally(routes, request)) ?? handle(request);
  return { tokens, settle: settleAll, answer };
}
