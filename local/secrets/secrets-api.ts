import * as z from 'zod';
import { parseRequest } from '../parse.ts';
import { ServiceError } from '../ports.ts';
import type { Secrets } from './secrets.ts';

const getSecretValueRequest = z.strictObject({ SecretId: z.string().min(1).max(2048) });

/** The API of Secrets Manager over the local secrets: the operation that reads one. */
export class SecretsApi {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** @throws ServiceError `ResourceNotFoundException`, or for an operation that the local run does not have */
  call(operation: string, input: unknown): unknown {
    if (operation === 'GetSecretValue') return this.#getSecretValue(input);
    throw new ServiceError('UnknownOperationException', `Secrets Manager ${operation} is not supported.`);
  }

  #getSecretValue(input: unknown): unknown {
    const { SecretId } = parseRequest(getSecretValueRequest, 'GetSecretValue', input);
    const secret = this.#secrets.find(SecretId);
    if (secret === undefined) {
      throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return {
      ARN: secret.arn,
      Name: secret.name,
      SecretString: secret.value,
      VersionId: secret.versionId,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: secret.createdAt / 1000,
    };
  }
}
