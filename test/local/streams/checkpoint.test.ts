import { describe, expect, it } from 'vitest';
import { Checkpoint } from '../../../local/streams/checkpoint.ts';

describe('A checkpoint', () => {
  it('moves over handled records only as far as none before them is unhandled', () => {
    const checkpoint = new Checkpoint();
    for (const number of ['1', '2', '3', '4']) checkpoint.add(number);
    expect(checkpoint.handle(['2', '3'])).toBeUndefined();
    expect(checkpoint.unhandled).toBe(2);
    expect(checkpoint.handle(['1'])).toBe('3');
    expect(checkpoint.handle(['4'])).toBe('4');
    expect(checkpoint.unhandled).toBe(0);
  });
});
