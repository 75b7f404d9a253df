import { createHash } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const idCharacters = 32;

/** 160 bits of SHA-256 in base32 (RFC 4648). The parts are length-prefixed, so that no two lists read alike. */
export function digestId(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  const bits = [...hash.digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: idCharacters }, (_, index) => {
    const value = Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2);
    return alphabet.charAt(value);
  }).join('');
}

/** Whether something can have this id. */
export function isDigestId(text: string): boolean {
  return /^[a-z2-7]{32}$/.test(text);
}
