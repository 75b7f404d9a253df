import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../simulation/dynamodb/values.ts';

const writeUnitBytes = 1_024;
const readUnitBytes = 4_096;

/** Write units of one plain write: by the larger of the item before and after. A transaction takes twice as many. */
export function writeUnits(...images: readonly (Item | undefined)[]): number {
  const largest = Math.max(0, ...images.map((image) => (image === undefined ? 0 : bytesOf(image))));
  return Math.max(1, Math.ceil(largest / writeUnitBytes));
}

/** Read units of one read; half as many where it need not be consistent. */
export function readUnits(item: Item | undefined, isConsistent: boolean): number {
  const units = Math.max(1, Math.ceil((item === undefined ? 0 : bytesOf(item)) / readUnitBytes));
  return isConsistent ? units : units / 2;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function bytesOf(item: Item): number {
  let bytes = 0;
  for (const name in item) bytes += name.length + valueBytes(item[name]);
  return bytes;
}

function valueBytes(value: AttributeValue | undefined): number {
  if (value?.S !== undefined) return value.S.length;
  if (value?.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value?.M !== undefined) return 3 + bytesOf(value.M) + Object.keys(value.M).length;
  if (value?.L !== undefined) return value.L.reduce((sum, element) => sum + 1 + valueBytes(element), 3);
  return 1;
}
