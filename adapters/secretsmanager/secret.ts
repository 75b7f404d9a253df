import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/**
 * Reads a secret when it is first asked for, and remembers it for as long as the worker lives. A read that failed is
 * not remembered.
 * @param secretId name or ARN
 * @throws when the secret holds no text
 */
export function createSecretReader(secretId: string): () => Promise<string> {
  const client = new SecretsManagerClient({ maxAttempts: 5 });
  let known: Promise<string> | undefined;
  const read = async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    if (SecretString === undefined) throw new Error(`The secret ${secretId} holds no text`);
    return SecretString;
  };
  return () => {
    known ??= read().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
