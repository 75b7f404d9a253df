import { createHash } from 'node:crypto';

/**
 * A number from 0 to below 1, which depends on nothing but the seed and the names of what it is drawn for: the same
 * seed strikes the same work, whatever else happens and whenever.
 */
export function chance(seed: string, ...names: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...names]))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
