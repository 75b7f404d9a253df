import type { Order } from '../domain/ordering/order.ts';
import { letterFinding, orderFinding } from './redrive/findings.ts';
import { HeldLetters } from './redrive/held-letters.ts';
import { type Letter, reasonOf } from './redrive/letter.ts';
import { type Kind, type Options, readOptions, usage } from './redrive/options.ts';
import { findPlace, type Place } from './redrive/place.ts';
import { connect, type Ports } from './redrive/ports.ts';
import { Progress } from './redrive/progress.ts';
import { readLetter } from './redrive/read-letter.ts';
import { redriveChosen } from './redrive/redrive.ts';
import { RedriveError } from './redrive/redrive-error.ts';
import { listReport, redriveReport } from './redrive/report.ts';
import { findStuckOrders } from './redrive/stuck-orders.ts';

/** Lists what waits for a person, or redrives it. @returns whether all that was to be done is done */
async function redrive(options: Options): Promise<boolean> {
  const place = await findPlace(options.place);
  const progress = new Progress();
  const ports = connect(place, progress);
  await using held = new HeldLetters(ports.sqs, (problem) => progress.tell(problem));
  const [stuck] = await Promise.all([
    isChosen(options, 'order', options.orderId) && options.action !== 'discard' ? findStuckOrders(ports) : [],
    ...ports.facts.deadLetterQueues.map((queue) => held.take(queue)),
  ]);
  progress.clear();
  const letters = held.letters.map(readLetter);
  if (options.action === 'discard') return discard(held, letters, options.messageId);
  const chosen = {
    letters: letters.filter((letter) => isChosen(options, letter.content.kind, letter.orderId)),
    orders: stuck.filter(({ orderId }) => isChosen(options, 'order', orderId)),
  };
  if (options.action === 'list') return list(place, ports, options, chosen, held.hiddenElsewhere);
  const results = await redriveChosen(ports, held, chosen);
  const hidden = held.hiddenElsewhere;
  if (options.json) printJson({ place: place.title, items: results, hidden });
  else console.log(redriveReport(place, results, hidden));
  return results.every(({ outcome }) => outcome !== 'left');
}

/** Whether something of this kind, about this order, was chosen. */
function isChosen({ kinds, orderId }: Options, kind: Kind, about: string | undefined): boolean {
  return (kinds.length === 0 || kinds.includes(kind)) && (orderId === undefined || orderId === about);
}

function list(
  place: Place,
  { facts }: Ports,
  { json }: Options,
  { letters, orders }: { readonly letters: readonly Letter[]; readonly orders: readonly Order[] },
  hidden: number,
): true {
  const findings = [...letters.map(letterFinding), ...orders.map((order) => orderFinding(order, facts.settings))].sort(
    (one, other) => (one.since < other.since ? -1 : 1),
  );
  if (json) printJson({ place: place.title, items: findings, hidden });
  else console.log(listReport(place, findings, hidden));
  return true;
}

/** Throws one letter away, once all of it has been printed. */
async function discard(held: HeldLetters, letters: readonly Letter[], messageId: string | undefined): Promise<true> {
  const letter = letters.find(({ raw }) => raw.messageId === messageId);
  if (letter === undefined) throw new RedriveError(`--discard is ${messageId}: no dead letter has this id`);
  printJson(letterFinding(letter));
  await held.remove(letter.raw);
  console.error('Thrown away. What is printed above is all that is left of it.');
  return true;
}

/** One line for what the caller can mend, such as a permission; all else is a bug, and shown as one. */
function describe(error: unknown): string {
  if (error instanceof RedriveError) return error.message;
  if (error instanceof Error && '$metadata' in error) return `AWS refuses: ${reasonOf(error)}`;
  throw error;
}

function printJson(value: object): void {
  console.log(JSON.stringify(value, null, 2));
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.action === 'help') console.log(usage);
  else process.exitCode = (await redrive(options)) ? 0 : 1;
} catch (error) {
  console.error(describe(error));
  process.exitCode = 1;
}
