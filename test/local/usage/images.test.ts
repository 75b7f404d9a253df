import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../local/json.ts';
import { ItemImages } from '../../../local/usage/images.ts';
import type { Item } from '../../../local/usage/item-size.ts';

const table = { name: 'Things', key: ['pk'], indexes: [] };
const place = { table, key: { pk: { S: 'a' } } };
const version = (n: string): Item => ({ pk: { S: 'a' }, version: { N: n } });

let stored: Item | undefined;
let reads: number;
let images: ItemImages;

beforeEach(() => {
  stored = undefined;
  reads = 0;
  images = new ItemImages({
    call: async (): Promise<JsonObject> => {
      reads += 1;
      return JSON.parse(JSON.stringify({ Responses: { Things: stored === undefined ? [] : [stored] } }));
    },
  });
});

const now = async () => (await images.read([place]))(place);

function write(image: Item | undefined): void {
  images.begin(place);
  stored = image;
  images.end(place, { image });
}

describe('images of items', () => {
  it('are read where nothing is known', async () => {
    stored = version('1');
    expect(await now()).toEqual(version('1'));
    expect(reads).toBe(1);
  });

  it('are remembered from the last write, also where it left nothing', async () => {
    write(version('1'));
    expect(await now()).toEqual(version('1'));
    write(undefined);
    expect(await now()).toBeUndefined();
    expect(reads).toBe(0);
  });

  it('are read while a write is under way', async () => {
    write(version('1'));
    images.begin(place);
    stored = version('2');
    expect(await now()).toEqual(version('2'));
    expect(reads).toBe(1);
  });

  it('are read after a write of which nobody knows what it left', async () => {
    write(version('1'));
    images.begin(place);
    stored = version('2');
    images.end(place);
    expect(await now()).toEqual(version('2'));
  });

  it('are read after two writes at once, and remembered again after the next', async () => {
    images.begin(place);
    images.begin(place);
    stored = version('1');
    images.end(place, { image: version('2') });
    images.end(place, { image: version('1') });
    stored = version('2');
    expect(await now()).toEqual(version('2'));
    write(version('3'));
    expect(await now()).toEqual(version('3'));
    expect(reads).toBe(1);
  });
});
