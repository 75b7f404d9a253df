import type { Order } from '../api/schemas.ts';
import { formatCountdown } from '../format/duration.ts';
import { Moment } from '../format/time.tsx';
import { useSecond } from './second.ts';

/** An order's reservation with its deadline, its payment, and a wish to cancel. */
export function OrderState({ order: { reservation, payment, cancellation } }: { readonly order: Order }) {
  return (
    <dl class="figures">
      <div>
        <dt>Reservation</dt>
        <dd>{reservation?.status ?? 'none'}</dd>
        {reservation?.status === 'Held' && reservation.deadline !== undefined && (
          <Deadline deadline={reservation.deadline} />
        )}
      </div>
      <div>
        <dt>Payment</dt>
        <dd>{payment.status}</dd>
        <dd class="detail">{payment.attempts === 1 ? '1 attempt' : `${payment.attempts} attempts`}</dd>
      </div>
      {cancellation !== undefined && (
        <div>
          <dt>Cancellation</dt>
          <dd>by {cancellation.by}</dd>
          <dd class="detail">
            <Moment at={cancellation.requestedAt} />
            {cancellation.note === undefined ? '' : `: ${cancellation.note}`}
          </dd>
        </div>
      )}
    </dl>
  );
}

/** A payment that has begun keeps the units beyond the deadline, so that the time may run out without an end. */
function Deadline({ deadline }: { readonly deadline: string }) {
  const now = useSecond();
  const leftSeconds = (Date.parse(deadline) - now) / 1_000;
  return (
    <dd class="detail">
      <span role="timer">{leftSeconds > 0 ? `${formatCountdown(leftSeconds)} left` : 'deadline passed'}</span> (
      <Moment at={deadline} />)
    </dd>
  );
}
