import type { Path } from './path.ts';
import { boughtPaths } from './paths-bought.ts';
import { cancelledPaths } from './paths-cancelled.ts';
import { recoveredPaths } from './paths-recovered.ts';
import { staffPaths } from './paths-staff.ts';

/** Every path of an order that is tried. What calls each makes is found by recording it. */
export const paths: readonly Path[] = [...boughtPaths, ...cancelledPaths, ...recoveredPaths, ...staffPaths];

export function pathNamed(name: string): Path {
  const found = paths.find((path) => path.name === name);
  if (found === undefined) throw new Error(`There is no path named "${name}"`);
  return found;
}
