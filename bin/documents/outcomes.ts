import {
  type CancellationReason,
  cancellationReasons,
  orderStatuses,
  transition,
} from '../../domain/ordering/status.ts';
import { paymentMoves, paymentStatuses } from '../../domain/payment/payment.ts';
import { problemCodes } from '../../functions/http/problem.ts';
import { code, document, generatedNotice, table } from './markdown.ts';
import { type Meaning, type OutcomeSection, outcomeSections } from './outcome-meanings.ts';
import { reservationRaces } from './reservation-races.ts';

const reasons: Readonly<Record<CancellationReason, string>> = {
  stock_rejected: 'At least one SKU was short; the order names each with what was requested and available.',
  payment_failed: 'The card was declined, or the capture was refused for good.',
  payment_timeout: 'The outcome of the payment was not known by the time limit, or a recovery ended the attempt.',
  cancelled_by_buyer: 'The buyer asked for it.',
  cancelled_by_staff: 'Staff asked for it.',
  expired: 'The reservation passed its deadline before a payment was in flight.',
};

const marks = { changes: 'changes', unchanged: '·', illegal: 'illegal' } as const;

function statusTable(): string {
  const rows = orderStatuses.map((from) => [code(from), ...orderStatuses.map((to) => marks[transition(from, to)])]);
  return table(['from \\ to', ...orderStatuses.map(code)], rows);
}

function paymentTable(): string {
  const cell = (from: (typeof paymentStatuses)[number], to: (typeof paymentStatuses)[number]) => {
    if (from === to) return '·';
    return paymentMoves(from, to) ? 'moves' : 'superseded';
  };
  const rows = paymentStatuses.map((from) => [code(from), ...paymentStatuses.map((to) => cell(from, to))]);
  return table(['from \\ to', ...paymentStatuses.map(code)], rows);
}

function sectionBlocks({ title, source, outcomes }: OutcomeSection): string[] {
  const entries = Object.entries(outcomes);
  const answered = entries.some(([, { http }]) => http !== undefined);
  const rows = entries.map(([name, { means, http }]) => [code(name), means, ...(answered ? [answerOf(http)] : [])]);
  const header = ['outcome', 'what it means', ...(answered ? ['HTTP'] : [])];
  return [`### ${title}`, `In [${source}](../${source}).`, table(header, rows)];
}

function answerOf(http: Meaning['http']): string {
  if (http === undefined) return '';
  return typeof http === 'number' ? String(http) : `${problemCodes[http].status} ${code(http)}`;
}

function problemTable(): string {
  const rows = Object.entries(problemCodes).map(([name, { status, title }]) => [String(status), code(name), title]);
  return table(['status', 'code', 'title'], rows);
}

const problemText = `Errors are ${code('application/problem+json')} (RFC 9457) with a stable ${code('code')}. What the
gateway answers before a handler runs (401, 413, 429, 431, 503) has its own body, ${code('{"message": …}')}.`;

const introduction = `Everything that may be expected to happen has a name, and is a value that a function returns.
Exceptions are for what nobody decided: a bug, or an infrastructure that fails; the platform repeats those, and what
cannot be repeated ends on a dead-letter queue.`;

const statusText = `A transition is one conditional write on the status that is stored. ${code('·')} means that the
order is there already: nothing changes. An illegal transition changes nothing, and whoever asked is told.`;

const paymentText = `A payment moves only forward. There is one attempt per order; a report that comes late or twice is
${code('superseded')} and changes nothing.`;

const raceText = `A reservation is the one decision about an order's units. Each command is one conditional write:
the row says what the command finds, the cell what becomes of it. The deadline is the stored one, and a pin is lifted
by no clock.`;

/** The page of all named outcomes, with the tables that decide them. */
export function outcomesDocument(): string {
  return document([
    generatedNotice('domain and functions/http'),
    '# Outcomes',
    introduction,
    '## Order status: all 36 cells',
    statusText,
    statusTable(),
    '## Why an order is cancelled',
    'The reason is that of the first recorded cause; later causes change nothing.',
    table(
      ['reason', 'when'],
      cancellationReasons.map((reason) => [code(reason), reasons[reason]]),
    ),
    '## Payment status',
    paymentText,
    paymentTable(),
    '## Reservation: what each command finds',
    raceText,
    reservationRaces(),
    '## Named outcomes',
    ...outcomeSections.flatMap(sectionBlocks),
    '## Errors over HTTP',
    problemText,
    problemTable(),
  ]);
}
