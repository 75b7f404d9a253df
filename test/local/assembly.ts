import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../local/json.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** The parts of a template, and the sources of its functions by the S3 key of their asset. */
export type AssemblyContent = {
  readonly resources: JsonObject;
  readonly sections?: JsonObject;
  readonly functions?: Readonly<Record<string, string>>;
};

/** Writes a cloud assembly as `cdk synth` does, and answers its directory. */
export function writeAssembly({ resources, sections = {}, functions = {} }: AssemblyContent): string {
  const directory = temporaryDirectory();
  const write = (file: string, content: object) => writeFileSync(join(directory, file), JSON.stringify(content));
  const files = Object.fromEntries(
    Object.entries(functions).map(([key, source]) => {
      const folder = `asset.${key}`;
      mkdirSync(join(directory, folder));
      writeFileSync(join(directory, folder, 'index.mjs'), source);
      return [key, { source: { path: folder, packaging: 'zip' }, destinations: { here: { objectKey: `${key}.zip` } } }];
    }),
  );
  write('Shop.template.json', { Resources: resources, ...sections });
  write('Shop.assets.json', { version: '1', files });
  write('manifest.json', {
    artifacts: {
      'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
      Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } },
    },
  });
  return directory;
}

/** A function whose code is the asset with this key. */
export function lambdaFunction(key: string, properties: JsonObject = {}): JsonObject {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: `${key}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::000000000000:role/any',
      ...properties,
    },
  };
}
