import type { EngineClient } from '../engine/engine-client.ts';
import { readTable } from '../engine/table-definition.ts';
import { ensureTable } from '../engine/tables.ts';
import { type JsonObject, objectOf } from '../json.ts';
import { lambdaEnvironment } from '../lambda/environment.ts';
import { readFunction } from '../lambda/function-definition.ts';
import type { Authorizer, Interceptor, Report } from '../ports.ts';
import { QueueEventSource } from '../queues/event-source.ts';
import { readStreamSource } from '../streams/stream-source-definition.ts';
import { streamArnOf } from '../template/resource-types.ts';
import type { Resource, Template } from '../template/template.ts';
import { TemplateError } from '../template/template-error.ts';
import type { Parts } from './parts.ts';
import { systemClock } from './system-clock.ts';

/** Types that mean nothing on one machine: logs, alarms; and what the gateway or the authorizer read for themselves. */
const WITHOUT_PART = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

/** One machine runs few invocations of a function at a time: more batches at once would only be smaller ones. */
const CONCURRENCY = 2;

export type InstallationOptions = {
  readonly template: Template;
  readonly parts: Parts;
  readonly engine: EngineClient;
  /** The URL that the functions call as AWS. */
  readonly endpointUrl: string;
  readonly interceptor: Interceptor;
  readonly access: Authorizer;
  readonly report: Report;
};

/** Adds the resources of a template to the parts, type by type, so that each finds what it refers to. */
export class Installation {
  readonly #options: InstallationOptions;
  /** By the ARN that the template gives to a stream, the one that the engine gave to it. */
  readonly #engineStreamArns = new Map<string, string>();
  readonly eventSources: QueueEventSource[] = [];

  constructor(options: InstallationOptions) {
    this.#options = options;
  }

  /** @throws TemplateError, or an error that names the resource, for whatever the local run does not know */
  async install(): Promise<void> {
    const { parts } = this.#options;
    const installers: Readonly<Record<string, (resource: Resource) => void | Promise<void>>> = {
      'AWS::DynamoDB::GlobalTable': (resource) => this.#addTable(resource),
      'AWS::SQS::Queue': (resource) => parts.queues.add(arnOf(resource), resource.properties),
      'AWS::Lambda::Function': (resource) => this.#addFunction(resource),
      'AWS::Events::EventBus': (resource) => parts.buses.addBus(resource.properties),
      'AWS::Events::Archive': (resource) => parts.buses.addArchive(resource.properties),
      'AWS::Events::Rule': (resource) => parts.buses.addRule(arnOf(resource), resource.properties),
      'AWS::SecretsManager::Secret': (resource) => parts.secrets.add(resource.ref, resource.properties),
      'AWS::StepFunctions::StateMachine': (resource) => parts.machines.add(arnOf(resource), resource.properties),
      'AWS::Lambda::EventInvokeConfig': (resource) => this.#configureInvocations(resource),
      'AWS::Scheduler::Schedule': (resource) => parts.schedules.add(arnOf(resource), resource.properties),
      'AWS::Lambda::EventSourceMapping': (resource) => this.#addEventSource(resource),
    };
    const { resources } = this.#options.template;
    for (const { logicalId, type } of resources) {
      if (installers[type] === undefined && !WITHOUT_PART.has(type)) {
        throw new TemplateError(`${logicalId}: ${type} is not supported by the local run`);
      }
    }
    for (const [type, installer] of Object.entries(installers)) {
      await Promise.all(resources.filter((resource) => resource.type === type).map(installer));
    }
  }

  async #addTable(resource: Resource): Promise<void> {
    const definition = readTable(resource);
    this.#options.parts.meteredEngine.addTable(definition);
    const engineStreamArn = await ensureTable(this.#options.engine, definition);
    if (engineStreamArn !== undefined) this.#engineStreamArns.set(streamArnOf(resource.ref), engineStreamArn);
  }

  #addFunction(resource: Resource): void {
    const definition = readFunction(resource, this.#options.template.assetFolders);
    this.#options.parts.functions.add(definition, lambdaEnvironment(definition, this.#options.endpointUrl));
  }

  #configureInvocations(resource: Resource): void {
    this.#options.parts.asyncInvocations.configure(this.#functionArn(resource), resource.properties);
  }

  #addEventSource(resource: Resource): void {
    const functionArn = this.#functionArn(resource);
    if (String(resource.properties.EventSourceArn).startsWith('arn:aws:sqs:'))
      this.#addQueueSource(resource, functionArn);
    else this.#addStreamSource(resource, functionArn);
  }

  #addQueueSource(resource: Resource, functionArn: string): void {
    const { parts, interceptor, access, report } = this.#options;
    const { queues, functions: invoker, usage } = parts;
    const onRequest = (bytes: number) => usage.addQueueRequest(bytes);
    const ports = { queues, clock: systemClock, invoker, interceptor, access, report, onRequest };
    const bounded = { ...resource.properties, ScalingConfig: boundedScaling(resource) };
    this.eventSources.push(new QueueEventSource(ports, functionArn, bounded));
  }

  #addStreamSource(resource: Resource, functionArn: string): void {
    const { parts } = this.#options;
    const definition = readStreamSource(resource, functionArn);
    const engineStreamArn = this.#engineStreamArns.get(definition.streamArn);
    if (engineStreamArn === undefined) {
      throw new TemplateError(`${resource.logicalId}: there is no stream ${definition.streamArn}`);
    }
    parts.streamedTables.add(definition.tableName);
    parts.streams.add(definition, engineStreamArn);
  }

  /** The function of a mapping, which may name it by name or by ARN. */
  #functionArn(resource: Resource): string {
    const functionName = resource.properties.FunctionName;
    const found = this.#options.template.resources.find(
      ({ type, ref, attributes }) =>
        type === 'AWS::Lambda::Function' && (ref === functionName || attributes.Arn === functionName),
    );
    if (found === undefined) throw new TemplateError(`${resource.logicalId}: there is no function ${functionName}`);
    return arnOf(found);
  }
}

function boundedScaling({ properties }: Resource): JsonObject {
  const scaling = objectOf(properties.ScalingConfig);
  return { ...scaling, MaximumConcurrency: Math.min(Number(scaling.MaximumConcurrency ?? CONCURRENCY), CONCURRENCY) };
}

function arnOf({ logicalId, attributes }: Resource): string {
  if (attributes.Arn === undefined) throw new TemplateError(`${logicalId} has no ARN`);
  return attributes.Arn;
}
