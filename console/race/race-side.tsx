import { formatCount } from '../format/count.ts';
import { Figure } from '../layout/figure.tsx';
import type { RaceTally } from './codec.ts';
import type { RacePlan } from './race.ts';

type RaceSideProps = { readonly title: string; readonly plan: RacePlan; readonly tally: RaceTally };

/** One side of a race: a cell for every unit that there is or was sold, and the orders by what became of them. */
export function RaceSide({ title, plan, tally }: RaceSideProps) {
  const { waiting, taken, refused, putBack, oversold } = tally;
  const isOver = waiting === 0;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <Units units={plan.units} taken={taken} />
      <p role="status" class={oversold > 0 ? 'verdict low' : 'verdict'}>
        {oversold > 0 && `Oversold by ${formatCount(oversold)}: paid for, and not there.`}
        {oversold === 0 && (isOver ? 'Not one unit too many was sold.' : 'Running…')}
      </p>
      <dl class="figures">
        <Figure name="Taken and paid" value={taken} />
        <Figure name="Refused" value={refused} />
        <Figure name="Declined" value={putBack} />
        <Figure name="Under way" value={waiting} />
      </dl>
    </section>
  );
}

/** Taken units are filled; those that were never there stand out. */
function Units({ units, taken }: { readonly units: number; readonly taken: number }) {
  const cells = Array.from({ length: Math.max(units, taken) }, (_, index) => {
    if (index >= units) return 'oversold';
    return index < taken ? 'sold' : 'free';
  });
  const label = `${formatCount(Math.min(taken, units))} of ${formatCount(units)} units taken`;
  return (
    <div class="units" role="img" aria-label={label}>
      {cells.map((look, index) => (
        <i key={index} class={look} />
      ))}
    </div>
  );
}
