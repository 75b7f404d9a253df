import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** The RSA key in a file, made at the first use and kept for good: tokens stay valid over restarts. */
export async function signingKey(file: string): Promise<KeyObject> {
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  keep(file, privateKey);
  return privateKey;
}

function keep(file: string, key: KeyObject): void {
  // Written apart and renamed, so that no half-written key is ever found.
  const draft = `${file}.new`;
  writeFileSync(draft, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  renameSync(draft, file);
}
