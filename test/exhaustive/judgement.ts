import * as z from 'zod/mini';
import { readBooksOf } from '../support/books.ts';
import { undersold } from '../support/last-unit.ts';
import { read } from '../support/schemas.ts';
import { violations } from '../support/violations.ts';
import { pathNamed } from './paths.ts';
import type { Place } from './place.ts';
import type { Strike } from './point.ts';
import type { Run } from './run.ts';

type Judged = { readonly strike: Strike; readonly run: Run };

/** The runs have been waited for already. */
const atRestWithinSeconds = 10;
const redrivenWithinSeconds = 120;
const redriven = z.object({ redriven: z.int() });
const deadLetters = z.object({ items: z.array(z.object({ queue: z.string(), body: z.string() })) });

export type Judgement = {
  readonly ofRun: ReadonlyMap<Run, readonly string[]>;
  /** What is about no run in particular. */
  readonly ofAll: readonly string[];
};

/**
 * Asks all eight laws of a shop after faults have ended: it comes to rest, what was given up can be redriven, no law is
 * broken, each order ended as its path may, and what is left can be sold.
 */
export async function judge(place: Place, judged: readonly Judged[], eventsAfter: number): Promise<Judgement> {
  const restless = await comesToRest(place);
  const broken = [...restless, ...(restless.length === 0 ? await deadLetterProblems(place) : [])];
  const placed = await existing(place, judged);
  const skus = judged.flatMap(({ run }) => run.skus);
  const orderIds = placed.map(({ run }) => run.orderId);
  broken.push(...violations(await readBooksOf(place.shop, { skus, orderIds, eventsAfter })));
  for (const { run, strike } of placed) broken.push(...(await wrongEnd(place, run, strike)));
  // What does not come to rest would not be sold either.
  if (restless.length === 0) broken.push(...(await undersold(place.shop, skus)));
  const ofRun = new Map(judged.map(({ run }) => [run, broken.filter((problem) => isAbout(problem, run))]));
  return { ofRun, ofAll: broken.filter((problem) => !judged.some(({ run }) => isAbout(problem, run))) };
}

function isAbout(problem: string, { orderId, skus }: Run): boolean {
  return [orderId, ...skus].some((id) => problem.includes(id));
}

async function comesToRest(place: Place, withinSeconds = atRestWithinSeconds): Promise<string[]> {
  const pending = await place.unsettled(withinSeconds);
  return pending.map((what) => `the shop did not come to rest: ${what}`);
}

const scheduled = /SweepDeadLetters|ReconciliationDeadLetters/;

/** Only what died by a fault may need somebody: an execution or a scheduled run, and never a message about an order. */
async function deadLetterProblems(place: Place): Promise<string[]> {
  const unexpected = (await lettersIn(place)).filter(
    ({ queue }) => !queue.includes('FailedExecutions') && !scheduled.test(queue),
  );
  read(await place.shop.client.send({ method: 'POST', path: '/_local/dead-letters/redrive' }), 200, redriven);
  const restless = await comesToRest(place, redrivenWithinSeconds);
  // A scheduled run that failed needs no redrive: the next one does the same.
  const left = (await lettersIn(place)).filter(({ queue }) => !scheduled.test(queue));
  return [
    ...restless,
    ...unexpected.map(({ queue, body }) => `a dead letter on ${queue}: ${body}`),
    ...left.map(({ queue, body }) => `a dead letter that a redrive did not help, on ${queue}: ${body}`),
  ];
}

async function lettersIn({ shop }: Place): Promise<z.infer<typeof deadLetters>['items']> {
  return read(await shop.client.send({ path: '/_local/dead-letters' }), 200, deadLetters).items;
}

/** An order that could not even be placed is the run's own problem already. */
async function existing({ shop }: Place, judged: readonly Judged[]): Promise<Judged[]> {
  const found = await Promise.all(judged.map(({ run }) => shop.client.order(shop.staff, run.orderId)));
  return judged.filter((_, index) => found[index]?.status === 200);
}

async function wrongEnd({ shop, orchestration }: Place, { orderId }: Run, { point }: Strike): Promise<string[]> {
  const order = await shop.order(orderId);
  const end = `${order.reason ?? order.status} ${order.payment.status}`;
  // Who loses the execution itself is recovered, and a recovery has no right to authorise.
  const recovered = point.at === 'transition' ? ['payment_timeout voided', 'payment_timeout none'] : [];
  const { ends, expressEnds = [] } = pathNamed(point.path);
  const allowed = [...ends, ...(orchestration === 'express' ? expressEnds : []), ...recovered];
  return allowed.includes(end) ? [] : [`${orderId}: it ended ${end}`];
}
