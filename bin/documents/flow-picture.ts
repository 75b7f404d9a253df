import { arrow, type Box, type Colour, label, namedBox, type Point, picture } from './svg.ts';

const width = 930;
const height = 446;
const columns = [170, 445, 720] as const;
const rows = [24, 190, 350] as const;
const boxSize = { width: 180, height: 38 };

type Step = {
  readonly column: 0 | 1 | 2;
  readonly row: 0 | 1 | 2;
  readonly colour: Colour;
  readonly name: string;
  /** What the step writes, line by line. */
  readonly notes: readonly string[];
};

const steps: readonly Step[] = [
  {
    column: 0,
    row: 0,
    colour: 'rest',
    name: 'place-order',
    notes: ['one transaction:', 'ORDER AwaitingValidation', 'and its event'],
  },
  {
    column: 1,
    row: 0,
    colour: 'good',
    name: 'reserve-stock',
    notes: ['one transaction, all lines or none:', 'available −q, reserved +q', 'if available ≥ q; RESERVATION Held'],
  },
  {
    column: 2,
    row: 0,
    colour: 'rest',
    name: 'advance-order',
    notes: ['held: ORDER StockConfirmed', 'short: ORDER Cancelled,', 'every short SKU named'],
  },
  {
    column: 0,
    row: 1,
    colour: 'work',
    name: 'AuthorizePayment',
    notes: ['pins the reservation,', 'then asks the provider'],
  },
  {
    column: 1,
    row: 1,
    colour: 'work',
    name: 'CommitOrder',
    notes: ['one transaction: ORDER Paid,', 'RESERVATION Committed,', 'reserved −q, sold +q'],
  },
  { column: 2, row: 1, colour: 'work', name: 'CapturePayment', notes: ['the money moves last'] },
  {
    column: 0,
    row: 2,
    colour: 'undo',
    name: 'CloseReservation',
    notes: ['from here on no commit', 'can come through'],
  },
  { column: 1, row: 2, colour: 'undo', name: 'SettlePayment', notes: ['void or refund,', 'asked for until known'] },
  {
    column: 2,
    row: 2,
    colour: 'undo',
    name: 'ReleaseStock',
    notes: ['one transaction: ORDER Cancelled,', 'RESERVATION Released,', 'available +q, reserved −q'],
  },
];

function boxOf({ column, row }: Pick<Step, 'column' | 'row'>): Box {
  return { x: columns[column], y: rows[row], ...boxSize };
}

function stepParts(step: Step): string[] {
  const box = boxOf(step);
  const x = box.x + box.width / 2;
  const notes = step.notes.map((note, index) => label({ x, y: box.y + box.height + 18 + index * 16 }, note));
  return [namedBox(box, step.colour, step.name), ...notes];
}

/** An arrow between two neighbours in a row, with what carries it written above. */
function hop(row: 0 | 1 | 2, from: 0 | 1, above?: readonly [string, string]): string[] {
  const start = columns[from] + boxSize.width;
  const end = columns[from === 0 ? 1 : 2];
  const y = rows[row] + boxSize.height / 2;
  const drawn = arrow([
    { x: start, y },
    { x: end - 1, y },
  ]);
  if (above === undefined) return [drawn];
  const x = (start + end) / 2;
  return [drawn, label({ x, y: y - 8 }, above[0]), label({ x, y: y + 18 }, above[1])];
}

const buyer: Box = { x: 14, y: rows[0], width: 66, height: boxSize.height };
const sweep: Box = { x: 14, y: rows[1], width: 66, height: boxSize.height };

function level(from: Box, to: Box): Point[] {
  const y = from.y + from.height / 2;
  return [
    { x: from.x + from.width, y },
    { x: to.x - 1, y },
  ];
}

/** From the right of advance-order around to the top of the saga. */
function startOfSaga(): string[] {
  const right = columns[2] + boxSize.width;
  const top = rows[1] - 34;
  const into = columns[0] + boxSize.width / 2;
  const y = rows[0] + boxSize.height / 2;
  return [
    arrow([
      { x: right, y },
      { x: right + 18, y },
      { x: right + 18, y: top },
      { x: into, y: top },
      { x: into, y: rows[1] - 1 },
    ]),
    label({ x: into + 12, y: top + 20 }, 'starts the saga (Step Functions), once per order', 'start'),
  ];
}

/** From the first two states of the saga to its compensation. */
function failures(): string[] {
  const into = columns[0] + 40;
  const y = rows[2] - 32;
  const leaves = rows[1] + boxSize.height - 7;
  const beside = columns[1] - 16;
  return [
    arrow(
      [
        { x: columns[0] + 14, y: rows[1] + boxSize.height },
        { x: columns[0] + 14, y: rows[2] - 1 },
      ],
      true,
    ),
    arrow(
      [
        { x: columns[1], y: leaves },
        { x: beside, y: leaves },
        { x: beside, y },
        { x: into, y },
        { x: into, y: rows[2] - 1 },
      ],
      true,
    ),
    label({ x: into + 12, y: y + 19 }, 'any failure, time limit or wish to cancel', 'start'),
  ];
}

/** How an order travels, for the first page: every step is one conditional write. */
export function flowPicture(): string {
  return picture(width, height, 'The flow of an order: reserve, authorise, commit, capture, and what undoes them', [
    ...hop(0, 0, ['stream, bus,', 'queue']),
    ...hop(0, 1, ['stream, bus,', 'queue']),
    ...hop(1, 0),
    ...hop(1, 1),
    ...hop(2, 0),
    ...hop(2, 1),
    ...startOfSaga(),
    ...failures(),
    arrow(level(buyer, boxOf({ column: 0, row: 0 }))),
    label({ x: 125, y: rows[0] + 11 }, 'POST'),
    label({ x: 125, y: rows[0] + 37 }, '/orders'),
    arrow(level(sweep, boxOf({ column: 0, row: 1 }))),
    label({ x: 125, y: rows[1] + 11 }, 'recovers'),
    namedBox(buyer, 'rest', 'buyer'),
    namedBox(sweep, 'rest', 'sweep'),
    label({ x: 14, y: rows[1] + 56 }, 'every minute: what is', 'start'),
    label({ x: 14, y: rows[1] + 72 }, 'expired, lost or', 'start'),
    label({ x: 14, y: rows[1] + 88 }, 'unsettled', 'start'),
    ...steps.flatMap(stepParts),
  ]);
}
