import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { parseProperties } from '../parse.ts';
import type { Resource, Template } from '../template/template.ts';

const ignored = z.unknown().optional();

/** Properties of `AWS::Lambda::Function` that are honoured, or that mean nothing on one machine. */
const functionProperties = z.strictObject({
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
  FunctionName: z.string().optional(),
  Handler: z.string().regex(/^[^.]+(\.[^.]+)+$/),
  MemorySize: z.int().default(128),
  Role: z.string(),
  Runtime: z.string().startsWith('nodejs'),
  Timeout: z.int().default(3),
  Architectures: ignored,
  Description: ignored,
  KmsKeyArn: ignored,
  LoggingConfig: ignored,
  RecursiveLoop: ignored,
  RuntimeManagementConfig: ignored,
  Tags: ignored,
  TracingConfig: ignored,
});

/** What is needed to run a function of the template. */
export type FunctionDefinition = {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly moduleUrl: string;
  readonly exportName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
  readonly memoryMegabytes: number;
};

/** Reads an `AWS::Lambda::Function` whose code is an asset folder with an ECMAScript module (`.mjs`). */
export function readFunction(resource: Resource, assetFolders: Template['assetFolders']): FunctionDefinition {
  const where = `${resource.logicalId} (${resource.type})`;
  const properties = parseProperties(functionProperties, where, resource.properties);
  const folder = assetFolders.get(properties.Code.S3Key);
  if (folder === undefined) throw new Error(`${where}: there is no asset ${properties.Code.S3Key} in the assembly`);
  const separator = properties.Handler.lastIndexOf('.');
  return {
    name: resource.ref,
    arn: resource.attributes.Arn ?? '',
    roleArn: properties.Role,
    moduleUrl: pathToFileURL(join(folder, `${properties.Handler.slice(0, separator)}.mjs`)).href,
    exportName: properties.Handler.slice(separator + 1),
    environment: properties.Environment?.Variables ?? {},
    timeoutMilliseconds: properties.Timeout * 1000,
    memoryMegabytes: properties.MemorySize,
  };
}
