import fc from 'fast-check';
import { readBooks } from '../support/books.ts';
import { violations } from '../support/laws.ts';
import type { Shop } from '../support/shop.ts';
import { Accepted } from './accepted.ts';
import { judge } from './judge.ts';
import { bytesOf, type RawRequest, sendRaw } from './raw-request.ts';
import { type Known, requests } from './requests.ts';

export type FuzzOptions = {
  readonly shop: Shop;
  readonly seed: number;
  readonly count: number;
  /** Told after each request how many have been answered. */
  readonly onProgress?: (answered: number) => void;
};

export type FuzzReport = {
  /** How often each attempt was answered with each status. */
  readonly outcomes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** What should not have happened, in words, each with the request that did it. */
  readonly findings: readonly string[];
};

const atOnce = 16;
/** Fresh ids and tokens for each, since some of the requests cancel and ship what there is. */
const requestsPerRound = 1_000;

/** Sends hostile requests, and holds every answer, and what was written, against what the API promises. */
export async function fuzz({ shop, seed, count, onProgress = () => undefined }: FuzzOptions): Promise<FuzzReport> {
  const outcomes = new Map<string, Map<string, number>>();
  const findings: string[] = [];
  const accepted = new Accepted();
  const before = await readBooks(shop);
  let answered = 0;
  for (let round = 0; answered < count; round++) {
    const size = Math.min(requestsPerRound, count - answered);
    const known = await prepare(shop, accepted);
    const queue = fc.sample(requests(known), { seed: seed + round, numRuns: size });
    const send = async () => {
      for (let request = queue.pop(); request !== undefined; request = queue.pop()) {
        const answer = await sendRaw(request, new URL(shop.run.url));
        const finding = judge(request, answer);
        if (finding !== undefined) findings.push(describe(request, finding, shop.run.url));
        if (typeof answer !== 'string') accepted.note(request, answer);
        count1(outcomes, request.attempt, typeof answer === 'string' ? answer : String(answer.status));
        onProgress(++answered);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, send));
  }
  await shop.client.settle(120);
  const after = await readBooks(shop);
  return { outcomes, findings: [...findings, ...accepted.differences(before, after), ...violations(after)] };
}

function count1(outcomes: Map<string, Map<string, number>>, attempt: string, outcome: string): void {
  const counts = outcomes.get(attempt) ?? new Map<string, number>();
  outcomes.set(attempt, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
}

/** Something to ask for; what it takes to make it is accepted by itself. */
async function prepare(shop: Shop, accepted: Accepted): Promise<Known> {
  const buyer = await shop.newBuyer();
  const [first, second] = await Promise.all([shop.newItem(), shop.newItem()]);
  for (const sku of [first, second]) {
    accepted.note(preparation('PUT'), { status: 201, contentType: '', body: JSON.stringify({ sku }) });
    const answer = await shop.client.adjust(shop.staff, sku, { delta: 100_000, reason: 'received' });
    accepted.note(preparation('POST'), { status: answer.status, contentType: '', body: answer.text });
  }
  const orders = await Promise.all([first, first, second].map((sku) => shop.place(buyer, [{ sku, quantity: 1 }])));
  for (const order of orders)
    accepted.note(preparation('POST'), { status: 202, contentType: '', body: JSON.stringify(order) });
  return {
    tokens: { staff: shop.staff, buyer: buyer.token },
    skus: [first, second],
    orderIds: orders.map(({ orderId }) => orderId),
  };
}

function preparation(method: string): RawRequest {
  return { method, target: '', headers: [], body: Buffer.alloc(0), attempt: '' };
}

/** The request as it was sent, shortened, so that it can be sent again. */
function describe(request: RawRequest, finding: string, url: string): string {
  const { method, target, attempt } = request;
  const bytes = bytesOf(request, new URL(url).host).toString('latin1');
  const shown = JSON.stringify(bytes.replace(/Bearer [\w.-]{40,}/, 'Bearer …').slice(0, 800));
  return `${method} ${target.slice(0, 80)} (${attempt}) ${finding}\n    ${shown}`;
}
