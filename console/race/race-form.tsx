import { useState } from 'preact/hooks';
import type { RacePlan } from './race.ts';

type RaceFormProps = { readonly isPending: boolean; readonly start: (plan: RacePlan) => void };

/** How many race for how many units. */
export function RaceForm({ isPending, start }: RaceFormProps) {
  const [plan, setPlan] = useState<RacePlan>({ buyers: 40, units: 10, declinedEvery: 5 });
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        start(plan);
      }}
    >
      <Count name="Buyers" value={plan.buyers} choose={(buyers) => setPlan({ ...plan, buyers })} most={500} least={1} />
      <Count name="Units" value={plan.units} choose={(units) => setPlan({ ...plan, units })} most={500} least={1} />
      <Count
        name="Every so many cards declined"
        value={plan.declinedEvery}
        choose={(declinedEvery) => setPlan({ ...plan, declinedEvery })}
        most={500}
        least={0}
      />
      <button type="submit" disabled={isPending} aria-busy={isPending}>
        Go
      </button>
    </form>
  );
}

type CountProps = {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly choose: (value: number) => void;
};

function Count({ name, value, least, most, choose }: CountProps) {
  return (
    <label>
      {name}
      <input
        type="number"
        inputMode="numeric"
        required
        step={1}
        min={least}
        max={most}
        value={value}
        onInput={(event) => choose(Number(event.currentTarget.value))}
      />
    </label>
  );
}
