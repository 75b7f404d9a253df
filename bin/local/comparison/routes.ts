import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { EngineClient } from '../../../local/engine/engine-client.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../../../local/gateway/http-message.ts';
import { problem } from '../../../local/gateway/problem.ts';
import { tryParseJson } from '../../../local/json.ts';
import type { LocalRoute } from '../../../local/runtime/local-routes.ts';
import { checkThenRemove, type Tally } from './check-then-remove.ts';
import { UnguardedStock } from './unguarded-stock.ts';

const path = '/_local/comparison';

/** About as long as the local run takes from a confirmed order to a paid one. */
const paymentMilliseconds = 850;

const raceRequest = z.strictObject({ units: z.int().min(1).max(1_000) });
const orderRequest = z.strictObject({ isDeclined: z.boolean() });

type Race = { readonly units: number; readonly stock: UnguardedStock; readonly tally: Tally };

const notFound = problem(404, 'not_found', `No race has been begun: POST ${path}`);

/**
 * Completes orders by eShop's flow on the engine of the local run, to be seen beside the same orders on Holdfast: a
 * part of the demo, and none of the stack. One race at a time.
 */
export function comparisonRoutes(engine: EngineClient, report: (error: unknown) => void): LocalRoute[] {
  let race: Race | undefined;
  const begin = async (request: HttpRequest) => {
    const asked = parsed(raceRequest, request);
    if (asked === undefined) return problem(400, 'invalid_request', 'units must be a whole number from 1 to 1000');
    race = await newRace(engine, asked.units);
    return show(race);
  };
  const order = (request: HttpRequest) => {
    if (race === undefined) return notFound;
    const asked = parsed(orderRequest, request);
    if (asked === undefined) return problem(400, 'invalid_request', 'isDeclined must be true or false');
    // Answered at once, as Holdfast answers: what becomes of the order shows in the tally.
    checkThenRemove(race.stock, () => pay(asked.isDeclined), race.tally).catch(report);
    return show(race, 202);
  };
  return [
    { method: 'POST', path, handle: begin },
    { method: 'GET', path, handle: () => (race === undefined ? notFound : show(race)) },
    { method: 'POST', path: `${path}/orders`, handle: order },
  ];
}

function parsed<Schema extends z.ZodType>(schema: Schema, { body }: HttpRequest): z.infer<Schema> | undefined {
  return schema.safeParse(tryParseJson(body.toString('utf8'))).data;
}

async function newRace(engine: EngineClient, units: number): Promise<Race> {
  const stock = new UnguardedStock(engine, `race-${randomUUID()}`);
  await stock.create(units);
  return { units, stock, tally: { checking: 0, confirmed: 0, refused: 0, declined: 0, paid: 0 } };
}

async function pay(isDeclined: boolean): Promise<boolean> {
  await pause(paymentMilliseconds);
  return !isDeclined;
}

function show({ units, tally }: Race, status = 200): HttpResponse {
  return jsonResponse(status, { units, ...tally, oversold: Math.max(0, tally.paid - units) });
}
