/** What breaks real shops, and the right behaviour. */
export type Scenario = {
  /** Where it was reported, or what documented behaviour it follows from. */
  readonly sources: readonly string[];
  readonly behaviour: string;
};

type Rows = Readonly<Record<string, Scenario>>;

const reserving = {
  'two orders, the last unit, one instant': {
    sources: ['vendure#3508', 'saleor#543', 'Sylius#2776', 'cubecart#4224'],
    behaviour: 'one wins; the other names the SKU with available 0; no payment call for it',
  },
  '500 buyers, K units, mixed quantities': {
    sources: ['magento/inventory#3030'],
    behaviour: 'sold ≤ K, and what is left is less than the smallest refused quantity',
  },
  'orders (a,b) and (b,a) at once, stock enough': {
    sources: ['vendure PR#4930 review', 'saleor PR#17123'],
    behaviour: 'no deadlock or livelock; both succeed',
  },
  'three lines, the third short': {
    sources: ['shopper#591'],
    behaviour: 'all or nothing at every instant',
  },
  'quantity 0, −5, 1.5, "1", NaN, 1e309, 2^53+1': {
    sources: ['newbee-mall#127', 'marello#51'],
    behaviour: '400, nothing written',
  },
  'conflict or throttle while stock remains': {
    sources: ['PynamoDB#1264'],
    behaviour: 'retried, never told as sold out',
  },
  'the same operation again after 11 minutes, after 25 hours': {
    sources: ["DynamoDB's 10 minutes", "Stripe's 24 h"],
    behaviour: 'still one effect',
  },
  'same idempotency key: other body; two at once': {
    sources: ['Stripe'],
    behaviour: '422; one effect and one answer',
  },
  'a stale read says 1, the truth is 0': {
    sources: ["AWS's own sample"],
    behaviour: 'the conditional write decides',
  },
  'staff lower the stock below what is reserved': {
    sources: ['Sylius#9435'],
    behaviour: 'available bounds it; cancelling still works',
  },
  'sold-out storm on one SKU': {
    sources: ['refused conditions are billed'],
    behaviour: 'cheap refusals; other SKUs unaffected',
  },
} as const satisfies Rows;

const lifeOfAReservation = {
  'the pinning task is retried after the deadline': {
    sources: [],
    behaviour: "the same attempt's pin holds: no expiry, no lost authorisation",
  },
  'a commit takes effect, its answer is lost, the compensation starts': {
    sources: [],
    behaviour: 'the closing finds `Committed`, nothing is undone, capture follows',
  },
  'past its deadline while the sweeper is down': {
    sources: ['DynamoDB TTL'],
    behaviour: 'refused for payment at its deadline; freed by the next sweep',
  },
  'payment succeeds after expiry': {
    sources: ['vendure PR#4930', 'DBOS sample'],
    behaviour: 'voided or refunded by itself, order `Cancelled`, recorded',
  },
  'release twice, three times': {
    sources: ['magento/inventory#1878', 'hipay#161'],
    behaviour: 'one restock',
  },
  'release for an order that never reserved': {
    sources: ['medusa#12401'],
    behaviour: 'nothing, and no negative counter',
  },
  'declined card': {
    sources: ['pfpayments#10'],
    behaviour: 'released once, order `Cancelled` with `payment_failed`',
  },
  'clocks five minutes apart': {
    sources: ["TigerBeetle's notes on time"],
    behaviour: 'one stored deadline decides',
  },
  'deadline setting changed, 0, or huge': {
    sources: [],
    behaviour: 'living reservations keep theirs; bounds are checked',
  },
} as const satisfies Rows;

const payment = {
  'the provider times out, outcome unknown': {
    sources: [],
    behaviour: 'asked by key; never taken for a decline; no second authorisation',
  },
  'authorisation asked again after 24 h': {
    sources: ["Stripe's pruning"],
    behaviour: 'the local attempt prevents a second charge',
  },
  'capture twice': {
    sources: ['medusa#13301'],
    behaviour: 'one capture',
  },
  'capture refused for good': {
    sources: ["Stripe's 7 days"],
    behaviour: 'order leaves `Paid`, stock back once, event, alarm',
  },
  "the capture's answer never comes": {
    sources: [],
    behaviour: 'asked for until known; the order is not cancelled by timeout',
  },
  'a commit arrives after the void': {
    sources: [],
    behaviour: 'refused: the reservation was closed first',
  },
  'an authorisation arrives after "not found"': {
    sources: [],
    behaviour: 'refused: its key was barred',
  },
  'ship while the capture is open': {
    sources: [],
    behaviour: '409, later allowed',
  },
  'charged, then the next step crashes': {
    sources: ['saleor-docs#990'],
    behaviour: 'undone by itself, or completed',
  },
} as const satisfies Rows;

const cancel = {
  'cancel while a payment is in flight': {
    sources: ['eShop'],
    behaviour: 'the wish is recorded; the payment is undone; one release',
  },
  'cancel before anything was reserved': {
    sources: ['vendure#1557'],
    behaviour: 'no release; a late reservation is refused',
  },
  'cancel twice; cancel after expiry': {
    sources: [],
    behaviour: 'same answer, no second effect',
  },
  'cancel a paid order while its capture is in flight': {
    sources: [],
    behaviour: 'units back at once, money undone when known',
  },
  'restock while a release runs': {
    sources: [],
    behaviour: 'exact sum',
  },
} as const satisfies Rows;

const workflowAndEvents = {
  'compensation fails five times, then heals': {
    sources: [],
    behaviour: 'retried, dead-lettered with an alarm, redriven, completes',
  },
  'the saga is started twice': {
    sources: ['AWS sample'],
    behaviour: 'one execution',
  },
  'a consumer sees events twice and reordered': {
    sources: [],
    behaviour: 'same result',
  },
  'order.placed before the commit': {
    sources: ['medusa#15122'],
    behaviour: 'never emitted',
  },
  'a counter is changed by hand in the table': {
    sources: ["saleor's drift task"],
    behaviour: 'found with SKU and difference within one reconciliation; never rewritten in silence',
  },
  'threshold crossed by 50 concurrent orders': {
    sources: ['commercetools'],
    behaviour: 'one low-stock event per crossing',
  },
  '250 lines, a state over 256 KiB': {
    sources: ["Step Functions' limit"],
    behaviour: 'refused before any write',
  },
} as const satisfies Rows;

/** Every scenario by its title, in groups. Each has at least one test that is named after it. */
export const scenarioGroups = {
  Reserving: reserving,
  'Life of a reservation': lifeOfAReservation,
  Payment: payment,
  Cancel: cancel,
  'Workflow and events': workflowAndEvents,
} as const satisfies Readonly<Record<string, Rows>>;

const all = { ...reserving, ...lifeOfAReservation, ...payment, ...cancel, ...workflowAndEvents };

export type ScenarioTitle = keyof typeof all;

/** Every scenario by its title. */
export const scenarios: Readonly<Record<ScenarioTitle, Scenario>> = all;
