import { describe, expect, it } from 'vitest';
import { type Consistency, readUnits, writeUnits } from '../../../local/usage/capacity.ts';
import { indexWriteUnits } from '../../../local/usage/index-writes.ts';
import type { Item } from '../../../local/usage/item-size.ts';

/** An item of so many bytes. */
const sized = (bytes: number): Item => ({ a: { S: 'x'.repeat(bytes - 1) } });

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
describe('write units', () => {
  it.each([
    ['an item of 1 KB', undefined, sized(1024), 1],
    ['an item of 512 bytes', undefined, sized(512), 1],
    ['an item of 1.5 KB', undefined, sized(1536), 2],
    ['an item of 1 byte more than 1 KB', undefined, sized(1025), 2],
    ['an item of 3 KB', undefined, sized(3 * 1024), 3],
    ['an item that shrinks, by what it was', sized(3000), sized(100), 3],
    ['an item that grows, by what it becomes', sized(100), sized(3000), 3],
    ['a deleted item, by what it was', sized(2048), undefined, 2],
    ['nothing', undefined, undefined, 1],
  ])('count %s', (_what, before, after, units) => {
    expect(writeUnits(before, after)).toBe(units);
  });
});

describe('read units', () => {
  it.each<[string, number, Consistency, number]>([
    ['an item of 8 KB, strongly', 8 * 1024, 'strong', 2],
    ['an item of 8 KB, eventually', 8 * 1024, 'eventual', 1],
    ['an item of 8 KB, in a transaction', 8 * 1024, 'transaction', 4],
    ['an item of 3.5 KB, strongly', 3584, 'strong', 1],
    ['an item of 3.5 KB, eventually', 3584, 'eventual', 0.5],
    ['an item of 10 KB, strongly', 10 * 1024, 'strong', 3],
    ['a page of 65.5 KB, eventually', 65.5 * 1024, 'eventual', 8.5],
    ['nothing', 0, 'eventual', 0.5],
  ])('count %s', (_what, bytes, consistency, units) => {
    expect(readUnits(bytes, consistency)).toBe(units);
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html */
describe('the write units of an index', () => {
  const key = { pk: { S: '1' } };
  const listed = { ...key, shelf: { S: 'a' } };
  const moved = { ...key, shelf: { S: 'b' } };
  const keysOnly = { key: ['shelf'], projected: [] };
  const noting = { key: ['shelf'], projected: ['note'] };
  const all = { key: ['shelf'], projected: 'all' as const };
  const note = (bytes: number) => ({ note: sized(bytes).a ?? { S: '' } });

  it.each([
    ['an item that gets the key', keysOnly, key, listed, 1],
    ['a new item with the key', keysOnly, undefined, listed, 1],
    ['an item whose key changes: one to delete, and one to put', keysOnly, listed, moved, 2],
    ['an item that loses the key', keysOnly, listed, key, 1],
    ['an item that is deleted', keysOnly, listed, undefined, 1],
    ['an item that never had the key', keysOnly, key, { ...key, ...note(100) }, 0],
    ['a change of what is not projected', keysOnly, listed, { ...listed, ...note(5000) }, 0],
    ['a change of what is projected', noting, listed, { ...listed, ...note(100) }, 1],
    ['a change of what is projected, by its size', noting, listed, { ...listed, ...note(2000) }, 2],
    ['a change of anything where all is projected', all, listed, { ...listed, ...note(3000) }, 3],
    ['a write that changes nothing', all, listed, listed, 0],
  ])('count %s', (_what, index, before, after, units) => {
    expect(indexWriteUnits(index, ['pk'], before, after)).toBe(units);
  });
});
