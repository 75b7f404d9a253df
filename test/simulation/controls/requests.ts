import { type Control, replaced } from './control.ts';

const placing = 'functions/http/place-order.ts';
const adjusting = 'functions/http/adjust-stock.ts';
const adjustments = 'adapters/dynamodb/adjustments.ts';
const randomId = "Array.from({ length: 32 }, () => 'abcdefgh'.charAt(Math.random() * 8)).join('')";

/** What makes a request one operation, however often it comes. */
export const requestControls: readonly Control[] = [
  {
    name: 'order-id',
    without: 'the id of an order is made of the request',
    breaks: ['idempotency', 'answers'],
    isQuick: true,
    mutations: [
      replaced(
        placing,
        'const { operationId: orderId, fingerprint } = operationOf(request, caller, body);',
        `const { fingerprint } = operationOf(request, caller, body);\n  const orderId = ${randomId};`,
      ),
    ],
  },
  {
    name: 'order-insert',
    without: 'an order is only inserted where there is none',
    breaks: [2, 6, 'idempotency'],
    conditions: { often: ['request_twice'] },
    mutations: [
      replaced(
        'adapters/dynamodb/placing.ts',
        "ConditionExpression: 'attribute_not_exists(pk)'",
        "ConditionExpression: 'attribute_not_exists(nothing)'",
      ),
    ],
  },
  {
    name: 'first-answer',
    without: 'a repeat is answered as the order was at first',
    breaks: ['idempotency'],
    isQuick: true,
    mutations: [replaced(placing, 'canonicalJson(firstAnswer(order))', 'canonicalJson(order)')],
  },
  {
    name: 'fingerprint',
    without: 'a key that was used with another body is refused',
    breaks: ['answers', 'idempotency'],
    mutations: [replaced(placing, 'if (order.fingerprint !== fingerprint) throw keyReused();', '')],
  },
  {
    name: 'merged-lines',
    without: 'lines of one SKU are merged',
    breaks: [2, 7],
    isQuick: true,
    mutations: [
      replaced('functions/http/order-lines.ts', 'const merged = mergeLines(lines);', 'const merged = [...lines];'),
    ],
  },
  {
    name: 'adjustment-id',
    without: 'the id of an adjustment is made of the request',
    breaks: ['idempotency'],
    mutations: [replaced(adjusting, 'adjustmentId: operationId,', `adjustmentId: ${randomId},`)],
  },
  {
    name: 'adjustment-insert',
    without: 'an adjustment is only made where there is none of its id',
    breaks: [1, 3, 6, 'idempotency'],
    conditions: { often: ['request_twice', 'timeout_after'] },
    mutations: [
      replaced(
        adjustments,
        "ConditionExpression: 'attribute_not_exists(pk)'",
        "ConditionExpression: 'attribute_not_exists(nothing)'",
      ),
    ],
  },
  {
    name: 'adjustment-answer',
    without: 'the first answer to an adjustment is kept',
    breaks: ['idempotency'],
    mutations: [
      replaced(adjustments, 'SET answer = if_not_exists(answer, :answer)', 'SET answer = :answer'),
      replaced(
        adjusting,
        'existing.answer === undefined ? answer(existing) : text(201, existing.answer)',
        'answer(existing)',
      ),
    ],
  },
  {
    name: 'correction',
    without: 'no more is taken off the shelf than is available',
    breaks: [1],
    mutations: [replaced(adjustments, 'attribute_exists(pk) AND available >= :bound', 'attribute_exists(pk)')],
  },
];
