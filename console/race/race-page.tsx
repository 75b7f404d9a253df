import { useMutation, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { Loaded } from '../layout/loaded.tsx';
import { Page } from '../layout/page.tsx';
import { Problem } from '../layout/problem.tsx';
import { placeRace, type RacePlan, readComparison, readRace, stockComparison, stockRace } from './race.ts';
import { RaceForm } from './race-form.tsx';
import { RaceSide } from './race-side.tsx';

const tallyMilliseconds = 400;

type Race = RacePlan & { readonly sku: string };

/** The same race twice on the same engine: by looking first and taking later, and by Holdfast. */
export default function RacePage() {
  const [race, setRace] = useState<Race | undefined>(undefined);
  const start = useMutation({
    mutationFn: async (plan: RacePlan) => {
      const sku = `race-${crypto.randomUUID().slice(0, 8)}`;
      await stockRace(sku, plan.units);
      await stockComparison(plan.units);
      setRace({ ...plan, sku });
      await placeRace(sku, plan);
    },
  });
  return (
    <Page title="Race">
      <p>
        Many buyers want the same few units at the same instant; the cards of some are declined. On the left the flow of
        dotnet/eShop, which checks the stock, takes the money, and then removes the units (
        <a href="https://github.com/dotnet/eShop/issues/888" rel="noreferrer">
          eShop#888
        </a>
        ). On the right Holdfast, on the same engine.
      </p>
      <RaceForm isPending={start.isPending} start={(plan) => start.mutate(plan)} />
      <Problem error={start.error} />
      {race === undefined ? <p class="empty">No race has been run yet.</p> : <RaceSides key={race.sku} race={race} />}
    </Page>
  );
}

function RaceSides({ race }: { readonly race: Race }) {
  const left = useQuery({
    queryKey: ['comparison', race.sku],
    queryFn: () => readComparison(race),
    refetchInterval: tallyMilliseconds,
  });
  const right = useQuery({
    queryKey: ['race', race.sku],
    queryFn: () => readRace(race.sku, race),
    refetchInterval: tallyMilliseconds,
  });
  return (
    <div class="columns race">
      <RaceColumn title="Check, then remove" query={left} race={race} />
      <div>
        <RaceColumn title="Holdfast" query={right} race={race} />
        <p>
          <Link href={`/orders?sku=${race.sku}`}>Its orders</Link> · <Link href={`/stock/${race.sku}`}>Its stock</Link>
        </p>
      </div>
    </div>
  );
}

type RaceColumnProps = {
  readonly title: string;
  readonly query: Parameters<typeof Loaded<Parameters<typeof RaceSide>[0]['tally']>>[0]['query'];
  readonly race: Race;
};

function RaceColumn({ title, query, race }: RaceColumnProps) {
  return (
    <Loaded query={query} lines={10}>
      {(tally) => <RaceSide title={title} plan={race} tally={tally} />}
    </Loaded>
  );
}
