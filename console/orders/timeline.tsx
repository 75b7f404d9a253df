import type { Order } from '../api/schemas.ts';
import { formatDuration } from '../format/duration.ts';
import { Moment } from '../format/time.tsx';
import { isStaff } from '../session/session.ts';
import { useOrderEvents } from './queries.ts';
import { stepsOf } from './timeline-steps.ts';

/** Every event of an order: what, when, who, and how long each step took. */
export function Timeline({ order }: { readonly order: Order }) {
  const events = useOrderEvents(order, isStaff());
  const steps = stepsOf(order, isStaff() ? (events.data ?? []) : undefined);
  return (
    <section>
      <h2>Timeline</h2>
      <ol class="timeline">
        {steps.map(({ id, at, what, who, detail, afterMilliseconds }) => (
          <li key={id}>
            <span class="when">
              <Moment at={at} />
              {afterMilliseconds !== undefined && <small>+{formatDuration(afterMilliseconds)}</small>}
            </span>
            <span class="what">
              <strong>{what}</strong>
              {detail !== undefined && <small>{detail}</small>}
            </span>
            <span class="who">{who}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
