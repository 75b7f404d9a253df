import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, objectOf, parseJson } from '../json.ts';
import { TemplateError } from './template-error.ts';

/** The one stack of a synthesized cloud assembly. */
export type Assembly = {
  readonly stackName: string;
  readonly template: JsonObject;
  /** Asset folders by the S3 key that the template names them with. */
  readonly assetFolders: ReadonlyMap<string, string>;
};

/** Reads a `cdk.out` directory. It must hold exactly one stack. */
export function readAssembly(directory: string): Assembly {
  const artifacts = Object.entries(objectOf(readObject(directory, 'manifest.json').artifacts));
  const stacks = artifacts.filter(([, artifact]) => objectOf(artifact).type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    throw new TemplateError(`${directory}: one stack is expected, ${stacks.length} found`);
  }
  const properties = objectOf(objectOf(stack[1]).properties);
  return {
    stackName: typeof properties.stackName === 'string' ? properties.stackName : stack[0],
    template: readObject(directory, stringMember(properties, 'templateFile', directory)),
    assetFolders: new Map(artifacts.flatMap(([, artifact]) => assetFoldersOf(directory, objectOf(artifact)))),
  };
}

function assetFoldersOf(directory: string, artifact: JsonObject): [string, string][] {
  if (artifact.type !== 'cdk:asset-manifest') return [];
  const file = stringMember(objectOf(artifact.properties), 'file', directory);
  return Object.values(objectOf(readObject(directory, file).files)).flatMap((asset) => {
    const path = join(directory, stringMember(objectOf(objectOf(asset).source), 'path', file));
    const destinations = Object.values(objectOf(objectOf(asset).destinations));
    return destinations.map((destination): [string, string] => [
      stringMember(objectOf(destination), 'objectKey', file),
      path,
    ]);
  });
}

function readObject(directory: string, file: string): JsonObject {
  const value = parseJson(readFileSync(join(directory, file), 'utf8'));
  if (!isJsonObject(value)) throw new TemplateError(`${join(directory, file)} does not hold a JSON object`);
  return value;
}

function stringMember(object: JsonObject, name: string, where: string): string {
  const value = object[name];
  if (typeof value !== 'string') throw new TemplateError(`${where}: ${name} is missing`);
  return value;
}
