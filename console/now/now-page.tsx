import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/api.ts';
import type { Overview } from '../api/schemas.ts';
import { formatCount } from '../format/count.ts';
import { formatCountdown, formatDuration } from '../format/duration.ts';
import { Loaded } from '../layout/loaded.tsx';
import { Page } from '../layout/page.tsx';
import { MinuteCharts } from './minute-charts.tsx';
import { ordersPerSecond } from './rate.ts';

const overviewMilliseconds = 3_000;

/** How shop, stock and money are, at a glance. */
export default function NowPage() {
  const overview = useQuery({
    queryKey: ['overview'],
    queryFn: () => dataOf(api.GET('/operations/overview')),
    refetchInterval: overviewMilliseconds,
  });
  return (
    <Page title="Now">
      <Loaded query={overview} lines={20}>
        {(figures) => (
          <>
            <Figures overview={figures} />
            <MinuteCharts minutes={figures.minutes} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Figures({ overview }: { readonly overview: Overview }) {
  const { inFlight, deadLetters, discrepancies, lastHour } = overview;
  const latency = lastHour.reservationLatencyMilliseconds;
  return (
    <dl class="figures">
      <Figure name="Orders per second" value={ordersPerSecond(overview).toFixed(2)} detail="in the last two minutes" />
      <Figure
        name="In flight"
        value={formatCount(inFlight.orders)}
        detail={inFlight.oldestSeconds === undefined ? '' : `oldest ${formatCountdown(inFlight.oldestSeconds)}`}
      />
      <Figure
        name="Reserving takes"
        value={latency === undefined ? '—' : formatDuration(latency.p50)}
        detail={latency === undefined ? '' : `p99 ${formatDuration(latency.p99)}, last hour`}
      />
      <Figure name="Rejections" value={formatCount(lastHour.stockRejections)} detail="last hour" />
      <Figure name="Compensations" value={formatCount(lastHour.compensations)} detail="last hour" />
      <Figure name="Dead letters" value={formatCount(deadLetters)} isBad={deadLetters > 0} />
      <Figure name="Discrepancies" value={formatCount(discrepancies)} isBad={discrepancies > 0} />
    </dl>
  );
}

type FigureProps = {
  readonly name: string;
  readonly value: string;
  readonly detail?: string;
  readonly isBad?: boolean;
};

function Figure({ name, value, detail = '', isBad = false }: FigureProps) {
  return (
    <div class={isBad ? 'bad' : ''}>
      <dt>{name}</dt>
      <dd>{value}</dd>
      <dd class="detail">{isBad ? 'needs a person' : detail}</dd>
    </div>
  );
}
