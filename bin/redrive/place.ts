import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod/mini';
import type { Options } from './options.ts';
import { RedriveError } from './redrive-error.ts';

/** How a client of AWS reaches a place; the same clients work with a stack in AWS and with a local run. */
export type ClientConfiguration = {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** Where Holdfast runs. */
export type Place = {
  readonly title: string;
  /** What repeats the command for this place. */
  readonly flags: string;
  readonly configuration: ClientConfiguration;
  readonly outputs: Readonly<Record<string, string>>;
};

/** @throws {RedriveError} when there is no such place, or it cannot be reached */
export function findPlace(place: Options['place']): Promise<Place> {
  return place.kind === 'local' ? findLocalRun(new URL(place.baseUrl)) : findStack(place.stack, place.region);
}

const localStack = z.object({ endpoint: z.string(), region: z.string(), outputs: z.record(z.string(), z.string()) });

async function findLocalRun(baseUrl: URL): Promise<Place> {
  const response = await ask(baseUrl);
  if (!response.ok) {
    throw new RedriveError(`${baseUrl.origin} is no local run of Holdfast: set BASE_URL to one that npm start began`);
  }
  const { endpoint, region, outputs } = localStack.parse(await response.json());
  // The local run knows its callers by their access key, and asks for no secret.
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'local' };
  return {
    title: `the local run at ${baseUrl.origin}`,
    flags: '',
    configuration: { endpoint, region, credentials },
    outputs,
  };
}

async function ask(baseUrl: URL): Promise<Response> {
  try {
    return await fetch(new URL('/_local/stack', baseUrl));
  } catch (error) {
    // What fetch throws when it has no connection; all else is a bug, and shown as one.
    if (!(error instanceof TypeError)) throw error;
    throw new RedriveError(
      `Nothing answers at ${baseUrl.origin}: run npm start in another terminal, or name a stack in AWS with --stack`,
    );
  }
}

async function findStack(stack: string, region: string | undefined): Promise<Place> {
  const configuration = region === undefined ? {} : { region };
  const client = new CloudFormationClient(configuration);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
    const regionFlag = region === undefined ? '' : ` --region ${region}`;
    return {
      title: `the stack ${stack}`,
      flags: ` --stack ${stack}${regionFlag}`,
      configuration,
      outputs: Object.fromEntries(outputs),
    };
  } catch (error) {
    throw explained(error, stack);
  } finally {
    client.destroy();
  }
}

/** The SDK's own words say what is wrong; the flag or variable that mends it is ours to name. */
function explained(error: unknown, stack: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (message.includes('Region is missing'))
    return new RedriveError('--region is missing: name the region of the stack');
  if (message.includes('does not exist')) return new RedriveError(`--stack is ${stack}: there is none in this region`);
  if (name === 'CredentialsProviderError') {
    return new RedriveError('There are no credentials for AWS: aws sts get-caller-identity must answer first');
  }
  if (name === 'AccessDenied' || name === 'ExpiredToken')
    return new RedriveError(`AWS refuses the stack ${stack}: ${message}`);
  return error;
}
