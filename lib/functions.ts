import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeEveryResource } from './acknowledge.ts';
import { reasonForNoDeadLetters } from './callers.ts';
import {
  type EnvironmentName,
  type FunctionDeclaration,
  type FunctionName,
  functionDeclarations,
} from './declarations.ts';
import type { Settings } from './settings.ts';

export type FunctionsProps = {
  readonly settings: Settings;
  /** Where each function's bundle stands, in a folder of the function's name. */
  readonly bundleDirectory: string;
};

/** All functions, each with its own role and its own log group, and with no permission but to write that. */
export class Functions extends Construct {
  readonly #functions = new Map<FunctionName, LambdaFunction>();

  constructor(scope: Construct, id: string, { settings, bundleDirectory }: FunctionsProps) {
    super(scope, id);
    for (const [name, declaration] of declaredFunctions(settings)) {
      this.#functions.set(name, this.#create(name, declaration, { settings, bundleDirectory }));
    }
  }

  get(name: FunctionName): LambdaFunction {
    const found = this.#functions.get(name);
    if (found === undefined) throw new Error(`The function ${name} is not part of this stack`);
    return found;
  }

  *[Symbol.iterator](): IterableIterator<[FunctionName, LambdaFunction]> {
    yield* this.#functions;
  }

  /** Tells every function those values that its declaration names. */
  provideEnvironment(values: Readonly<Record<EnvironmentName, string>>): void {
    for (const [name, lambda] of this.#functions) {
      for (const variable of functionDeclarations[name].environment) lambda.addEnvironment(variable, values[variable]);
    }
  }

  #create(name: FunctionName, declaration: FunctionDeclaration, props: FunctionsProps): LambdaFunction {
    const id = pascalCase(name);
    const logGroup = new LogGroup(this, `${id}Logs`, {
      retention: props.settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.#role(id, logGroup);
    const lambda = new LambdaFunction(this, id, {
      description: `Holdfast: ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.bundleDirectory, name)),
      handler: 'index.handler',
      timeout: Duration.seconds(declaration.timeoutSeconds),
      memorySize: declaration.memoryMegabytes,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
    });
    acknowledge(lambda, { 'Serverless-LambdaDLQ': reasonForNoDeadLetters(declaration.entry) });
    acknowledgeEveryResource(role, 'Traces have no resource that a grant could name.');
    return lambda;
  }

  /** Instead of the managed policy for Lambda, which may write every log group of the account. */
  #role(id: string, logGroup: LogGroup): Role {
    const role = new Role(this, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    return role;
  }
}

/** Without a grace period nothing would ever call the function that ends it. */
function declaredFunctions(settings: Settings): [FunctionName, FunctionDeclaration][] {
  const names = Object.keys(functionDeclarations).filter(isFunctionName);
  return names
    .filter((name) => name !== 'end-grace-period' || settings.gracePeriodSeconds > 0)
    .map((name) => [name, functionDeclarations[name]]);
}

function isFunctionName(name: string): name is FunctionName {
  return name in functionDeclarations;
}

/** `reserve-stock` as the id of a construct: `ReserveStock`. */
export function pascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
