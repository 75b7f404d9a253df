/** The names of everything that a function can be told by its environment. */
export type EnvironmentName =
  | 'ORDERS_TABLE'
  | 'INVENTORY_TABLE'
  | 'CATALOG_TABLE'
  | 'MOVEMENTS_TABLE'
  | 'PAYMENT_LEDGER_TABLE'
  | 'FIGURES_TABLE'
  | 'STACK_NAME'
  | 'DEAD_LETTER_QUEUE_URLS'
  | 'EVENT_BUS_NAME'
  | 'STATE_MACHINE_ARN'
  | 'RESERVATION_TTL_SECONDS'
  | 'GRACE_PERIOD_SECONDS'
  | 'SAGA_TIMEOUT_SECONDS'
  | 'SWEEP_SECONDS'
  | 'RECONCILE_SECONDS'
  | 'CURSOR_KEY_SECRET_ARN'
  | 'MAX_OPEN_ORDERS_PER_BUYER'
  | 'MAX_UNITS_PER_ORDER';

export type FunctionDeclaration = {
  /** The source file, relative to the project. */
  readonly entry: string;
  readonly environment: readonly EnvironmentName[];
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
};

type Sizing = Partial<Pick<FunctionDeclaration, 'timeoutSeconds' | 'memoryMegabytes'>>;

/** Declares a function: its file is `functions/<path>.ts`, and its name is that of the file. */
function declare(path: string, environment: readonly EnvironmentName[], sizing: Sizing = {}): FunctionDeclaration {
  return { entry: `functions/${path}.ts`, environment, timeoutSeconds: 10, memoryMegabytes: 256, ...sizing };
}

/** A buyer or a rush of orders waits for these: more memory is more CPU. */
const hot: Sizing = { memoryMegabytes: 512 };
/** Short, so that a message whose batch died with its worker is tried again soon: after six times as long. */
const consumer: Sizing = { timeoutSeconds: 5 };
const saga: Sizing = { timeoutSeconds: 15 };

/** Every function of the system. */
export const functionDeclarations = {
  'get-health': declare('http/get-health', []),
  'get-openapi': declare('http/get-openapi', []),
  'get-docs': declare('http/get-docs', []),
  'list-items': declare('http/list-items', ['CATALOG_TABLE', 'INVENTORY_TABLE', 'CURSOR_KEY_SECRET_ARN']),
  'get-item': declare('http/get-item', ['CATALOG_TABLE', 'INVENTORY_TABLE']),
  'put-item': declare('http/put-item', ['CATALOG_TABLE', 'INVENTORY_TABLE']),
  'adjust-stock': declare('http/adjust-stock', ['INVENTORY_TABLE']),
  'get-stock': declare('http/get-stock', ['INVENTORY_TABLE']),
  'list-movements': declare('http/list-movements', ['INVENTORY_TABLE', 'MOVEMENTS_TABLE', 'CURSOR_KEY_SECRET_ARN']),
  'place-order': declare(
    'http/place-order',
    ['ORDERS_TABLE', 'CATALOG_TABLE', 'GRACE_PERIOD_SECONDS', 'MAX_OPEN_ORDERS_PER_BUYER', 'MAX_UNITS_PER_ORDER'],
    hot,
  ),
  'list-orders': declare('http/list-orders', ['ORDERS_TABLE', 'CURSOR_KEY_SECRET_ARN']),
  'get-order': declare('http/get-order', ['ORDERS_TABLE']),
  'list-order-events': declare('http/list-order-events', ['ORDERS_TABLE', 'INVENTORY_TABLE', 'CURSOR_KEY_SECRET_ARN']),
  'cancel-order': declare('http/cancel-order', [
    'ORDERS_TABLE',
    'INVENTORY_TABLE',
    'STATE_MACHINE_ARN',
    'SAGA_TIMEOUT_SECONDS',
  ]),
  'ship-order': declare('http/ship-order', ['ORDERS_TABLE']),
  'get-overview': declare('http/get-overview', [
    'ORDERS_TABLE',
    'INVENTORY_TABLE',
    'FIGURES_TABLE',
    'DEAD_LETTER_QUEUE_URLS',
  ]),
  'list-discrepancies': declare('http/list-discrepancies', ['INVENTORY_TABLE', 'CURSOR_KEY_SECRET_ARN']),
  // It may read a long ledger.
  'resolve-discrepancy': declare('http/resolve-discrepancy', ['INVENTORY_TABLE', 'MOVEMENTS_TABLE'], {
    timeoutSeconds: 28,
  }),
  'not-found': declare('http/not-found', []),

  'reserve-stock': declare(
    'events/reserve-stock',
    ['INVENTORY_TABLE', 'FIGURES_TABLE', 'STACK_NAME', 'RESERVATION_TTL_SECONDS'],
    {
      ...hot,
      ...consumer,
    },
  ),
  'advance-order': declare(
    'events/advance-order',
    ['ORDERS_TABLE', 'INVENTORY_TABLE', 'STATE_MACHINE_ARN', 'SAGA_TIMEOUT_SECONDS'],
    { ...hot, ...consumer },
  ),
  'end-grace-period': declare('events/end-grace-period', ['ORDERS_TABLE'], consumer),
  'project-movements': declare('events/project-movements', ['MOVEMENTS_TABLE'], consumer),

  'project-figures': declare('events/project-figures', ['FIGURES_TABLE', 'ORDERS_TABLE', 'STACK_NAME'], consumer),

  'publish-events': declare('stream/publish-events', ['EVENT_BUS_NAME'], { ...hot, timeoutSeconds: 15 }),

  'count-stock': declare('stream/count-stock', ['INVENTORY_TABLE'], { ...hot, timeoutSeconds: 15 }),

  // It may wait for a provider that answers late.
  'authorize-payment': declare('saga/authorize-payment', ['ORDERS_TABLE', 'INVENTORY_TABLE', 'PAYMENT_LEDGER_TABLE'], {
    timeoutSeconds: 20,
  }),
  'commit-order': declare('saga/commit-order', ['ORDERS_TABLE', 'INVENTORY_TABLE'], saga),
  'capture-payment': declare('saga/capture-payment', ['ORDERS_TABLE', 'PAYMENT_LEDGER_TABLE'], saga),
  'close-reservation': declare('saga/close-reservation', ['ORDERS_TABLE', 'INVENTORY_TABLE'], saga),
  'settle-payment': declare('saga/settle-payment', ['ORDERS_TABLE', 'INVENTORY_TABLE', 'PAYMENT_LEDGER_TABLE'], saga),
  'release-stock': declare('saga/release-stock', ['ORDERS_TABLE', 'INVENTORY_TABLE'], saga),
  'cancel-uncaptured-order': declare('saga/cancel-uncaptured-order', ['ORDERS_TABLE', 'INVENTORY_TABLE'], saga),

  // Just below the shortest pause between two sweeps.
  sweep: declare(
    'schedule/sweep',
    [
      'STACK_NAME',
      'ORDERS_TABLE',
      'INVENTORY_TABLE',
      'EVENT_BUS_NAME',
      'STATE_MACHINE_ARN',
      'SAGA_TIMEOUT_SECONDS',
      'SWEEP_SECONDS',
      'GRACE_PERIOD_SECONDS',
    ],
    { timeoutSeconds: 55 },
  ),
  // It stops by itself long before, and goes on the next time.
  reconcile: declare(
    'schedule/reconcile',
    [
      'STACK_NAME',
      'ORDERS_TABLE',
      'INVENTORY_TABLE',
      'CATALOG_TABLE',
      'MOVEMENTS_TABLE',
      'PAYMENT_LEDGER_TABLE',
      'RECONCILE_SECONDS',
    ],
    { timeoutSeconds: 300, memoryMegabytes: 512 },
  ),
} as const satisfies Readonly<Record<string, FunctionDeclaration>>;

export type FunctionName = keyof typeof functionDeclarations;
