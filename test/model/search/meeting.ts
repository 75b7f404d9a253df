import type { Without } from '../protocol/safeguards.ts';
import type { Lane } from './lane.ts';
import type { ShopSetting } from './settings.ts';
import { type Adjustment, available, brokenLaw, fits } from './shelf.ts';

/** What the shelf and the laws can tell of two orders, by their footprints. */
export type Meeting = {
  seen: boolean;
  readonly adjusted: Adjustment;
  readonly broken: string | undefined;
  readonly end: string;
  readonly firstFits: boolean;
  readonly secondFits: boolean;
  readonly takeable: boolean;
};

/** By the footprint of the first order, and then by that of the second. */
export function meetingsOf(
  [one, other]: readonly [Lane, Lane],
  setting: ShopSetting,
  adjusted: Adjustment,
  without: Without,
): Meeting[][] {
  return one.footprints.map((first) =>
    other.footprints.map((second) => {
      const pair = [first, second] as const;
      return {
        seen: false,
        adjusted,
        broken: brokenLaw(pair, setting, adjusted),
        end: `${first.end} | ${second.end}`,
        firstFits: fits(0, pair, setting, adjusted, without),
        secondFits: fits(1, pair, setting, adjusted, without),
        takeable: available('a', pair, setting, adjusted) >= 1,
      };
    }),
  );
}
