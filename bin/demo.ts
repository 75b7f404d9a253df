import { Api, DemoError, defaultUrl } from './demo/api.ts';
import { checkLine, lawChecks, ordersTable, raceCheck, unitsTable } from './demo/report.ts';
import { type Cast, everyday, race, racers, raceUnits, restock } from './demo/scenes.ts';

/** Drives a running Holdfast like its customers, and checks what they are owed. */
async function demo(baseUrl: string): Promise<boolean> {
  const run = Date.now().toString(36);
  const api = new Api(baseUrl);
  const staff = await api.token('demo-staff', ['staff']);
  const buyers = await Promise.all(Array.from({ length: racers }, (_, n) => api.token(`demo-${run}-buyer-${n + 1}`)));
  const cast: Cast = { api, staff, buyers };

  console.log(`Holdfast at ${baseUrl}\n\nRestocking a lamp, a desk and a ticket`);
  const shelves = await restock(cast, run);
  console.log('\nAn ordinary day');
  const ordinary = await everyday(cast, shelves);
  console.log(`\nA rush: ${racers} buyers for ${raceUnits} tickets, all at once`);
  const rush = await race(cast, shelves);

  const groups = [...ordinary, rush];
  const items = Object.values(shelves);
  const levels = await Promise.all(items.map(({ sku }) => api.stock(staff, sku)));
  const stock = new Map(levels.map((level) => [level.sku, level]));
  const orders = groups.flatMap((group) => group.orders);
  const checks = [raceCheck(rush, raceUnits), ...lawChecks(items, stock, orders)];
  console.log(`\nWhat happened to the orders\n\n${ordersTable(groups)}`);
  console.log(`\nWhere the units are\n\n${unitsTable(items, stock)}\n`);
  for (const check of checks) console.log(checkLine(check));
  console.log(`\nNext: every event of these orders is at ${baseUrl}/_local/events`);
  return checks.every(({ holds }) => holds);
}

try {
  process.exitCode = (await demo(process.env.BASE_URL ?? defaultUrl)) ? 0 : 1;
} catch (error) {
  if (!(error instanceof DemoError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
