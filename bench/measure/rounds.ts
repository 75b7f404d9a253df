import { type ProcessorUse, watchProcessors } from './processor.ts';
import { median } from './statistics.ts';

/** One of the sides that are compared: measured once a round. */
export type Side<Measured> = { readonly name: string; readonly measure: (round: number) => Promise<Measured> };

export type Sample<Measured> = Measured & { readonly processors: ProcessorUse };

/** What was measured, by side, in the order of the rounds. */
export type Rounds<Measured> = ReadonlyMap<string, readonly Sample<Measured>[]>;

/**
 * Measures the sides in turns, and every second round in the opposite order: what changes on the machine meanwhile
 * changes for all of them.
 */
export async function inTurns<Measured extends object>(
  rounds: number,
  sides: readonly Side<Measured>[],
  onMeasured: (line: string) => void = () => undefined,
): Promise<Rounds<Measured>> {
  const samples = new Map<string, Sample<Measured>[]>(sides.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const stop = watchProcessors();
      const measured = await side.measure(round);
      samples.get(side.name)?.push({ ...measured, processors: stop() });
      onMeasured(`round ${round + 1} of ${rounds}: ${side.name}`);
    }
  }
  return samples;
}

/** The median over the rounds of one figure of a side. */
export function medianOf<Measured>(
  rounds: Rounds<Measured>,
  side: string,
  figure: (sample: Sample<Measured>) => number,
): number {
  return median((rounds.get(side) ?? []).map(figure));
}

/** The median of the rounds' own ratios, so that each compares two neighbours in time. */
export function medianRatio<Measured>(
  rounds: Rounds<Measured>,
  side: string,
  against: string,
  figure: (sample: Sample<Measured>) => number,
): number {
  const others = rounds.get(against) ?? [];
  const ratios = (rounds.get(side) ?? []).flatMap((sample, round) => {
    const other = others[round];
    return other === undefined ? [] : [figure(sample) / figure(other)];
  });
  return median(ratios);
}
