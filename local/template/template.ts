import { isJsonObject, type Json, type JsonObject, objectOf } from '../json.ts';
import { readAssembly } from './assembly.ts';
import { Conditions } from './conditions.ts';
import { type References, resolveIntrinsics } from './intrinsics.ts';
import { pseudoParameters } from './pseudo-parameters.ts';
import { type Identity, RESOURCE_TYPES } from './resource-types.ts';
import { TemplateError } from './template-error.ts';

/** A resource of the template, its properties free of intrinsics. */
export type Resource = {
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: JsonObject;
};

export type Template = {
  readonly resources: readonly Resource[];
  /** Asset folders by the S3 key that the template names them with. */
  readonly assetFolders: ReadonlyMap<string, string>;
  /** The values of the stack's outputs, by their logical ids. */
  readonly outputs: Readonly<Record<string, Json>>;
};

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
]);
const RESOURCE_MEMBERS = new Set([
  'Condition',
  'DeletionPolicy',
  'DependsOn',
  'Metadata',
  'Properties',
  'Type',
  'UpdateReplacePolicy',
]);

/**
 * Loads the stack of a synthesized cloud assembly.
 * @throws TemplateError for whatever the local run does not know: a section, a resource type, an intrinsic function
 */
export function loadTemplate(assemblyDirectory: string): Template {
  const { stackName, template, assetFolders } = readAssembly(assemblyDirectory);
  refuseUnknown(template, SECTIONS, 'the template');
  const resolver = new TemplateResolver(stackName, template);
  return { resources: resolver.resources(), assetFolders, outputs: resolver.outputs(objectOf(template.Outputs)) };
}

class TemplateResolver implements References {
  readonly #stackName: string;
  readonly #resources: JsonObject;
  readonly #parameters: JsonObject;
  readonly #pseudoParameters: Readonly<Record<string, string>>;
  readonly #conditions: Conditions;
  readonly #identities = new Map<string, Identity>();

  constructor(stackName: string, template: JsonObject) {
    this.#stackName = stackName;
    this.#resources = objectOf(template.Resources);
    this.#parameters = objectOf(template.Parameters);
    this.#pseudoParameters = pseudoParameters(stackName);
    this.#conditions = new Conditions(objectOf(template.Conditions), (value, where) =>
      resolveIntrinsics(value, this, where),
    );
  }

  resources(): Resource[] {
    return Object.keys(this.#resources)
      .filter((logicalId) => this.#exists(logicalId))
      .map((logicalId) => this.#resource(logicalId));
  }

  outputs(definitions: JsonObject): Record<string, Json> {
    const values = Object.entries(definitions).map(([name, definition]) => {
      const { Value: value = null } = objectOf(definition);
      return [name, resolveIntrinsics(value, this, `output ${name}`)] as const;
    });
    return Object.fromEntries(values);
  }

  ref(logicalId: string): Json {
    const pseudo = this.#pseudoParameters[logicalId];
    if (pseudo !== undefined) return pseudo;
    if (this.#resources[logicalId] !== undefined) return this.#identity(logicalId).ref;
    const value = objectOf(this.#parameters[logicalId]).Default;
    if (value === undefined) throw new TemplateError(`Ref: ${logicalId} is neither a resource nor has it a default`);
    return value;
  }

  attribute(logicalId: string, attribute: string): string {
    const value = this.#identity(logicalId).attributes[attribute];
    if (value === undefined) {
      throw new TemplateError(
        `${logicalId} (${this.#definition(logicalId).Type}): Fn::GetAtt ${attribute} is not supported by the local run`,
      );
    }
    return value;
  }

  condition(name: string): boolean {
    return this.#conditions.isTrue(name);
  }

  #resource(logicalId: string): Resource {
    const definition = this.#definition(logicalId);
    const where = `${logicalId} (${definition.Type})`;
    refuseUnknown(definition, RESOURCE_MEMBERS, where);
    const properties = resolveIntrinsics(objectOf(definition.Properties), this, where);
    return {
      logicalId,
      type: String(definition.Type),
      ...this.#identity(logicalId),
      properties: objectOf(properties),
    };
  }

  #exists(logicalId: string): boolean {
    const { Condition } = this.#definition(logicalId);
    return typeof Condition === 'string' ? this.condition(Condition) : true;
  }

  #identity(logicalId: string): Identity {
    const known = this.#identities.get(logicalId);
    if (known !== undefined) return known;
    const { Type, Properties } = this.#definition(logicalId);
    const type = RESOURCE_TYPES[String(Type)];
    if (type === undefined) throw new TemplateError(`${logicalId}: ${Type} is not supported by the local run`);
    const property = (name: string) => this.#text(objectOf(Properties)[name], logicalId);
    const name = (type.nameProperty && property(type.nameProperty)) ?? `${this.#stackName}-${logicalId}`;
    const identity = type.identify(name, property);
    this.#identities.set(logicalId, identity);
    return identity;
  }

  #text(value: Json | undefined, where: string): string | undefined {
    const resolved = value === undefined ? undefined : resolveIntrinsics(value, this, where);
    return typeof resolved === 'string' ? resolved : undefined;
  }

  #definition(logicalId: string): JsonObject {
    const definition = this.#resources[logicalId];
    if (!isJsonObject(definition)) throw new TemplateError(`${logicalId} is not a resource of the template`);
    return definition;
  }
}

function refuseUnknown(object: JsonObject, known: ReadonlySet<string>, where: string): void {
  const unknown = Object.keys(object).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new TemplateError(`${where}: ${unknown.join(', ')} is not supported by the local run`);
  }
}
