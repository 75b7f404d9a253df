import { controls } from '../../test/simulation/controls/controls.ts';
import { silentControls } from '../../test/simulation/controls/silent.ts';
import { type Law, lawTexts } from '../../test/simulation/laws/violation.ts';
import { code, codeBlock, document, generatedNotice, table } from './markdown.ts';

const introduction = [
  'A shop with its people is simulated in one process, at some hundred orders a second: the real handlers, as they are',
  'deployed, with the real SDK clients in front of services that are modelled in memory. Clock and chance belong to the',
  'simulation, so that a world of two thousand orders is its seed, to the last write, and can be had again.',
].join('\n');

const commands = codeBlock(
  'bash',
  [
    'npx vitest run test/simulation                     # a share of both, in npm test',
    'npm run simulate -- --orders 1000000               # worlds until so many orders have gone by',
    'npm run simulate -- --orders 100000 --express      # the saga on an Express state machine',
    'npm run simulate -- --world 1/7 --trace <id>       # one of them again, and what was written about an order or SKU',
    'npm run controls                                   # takes each safeguard away, and must see it missed',
    'npm run controls -- tombstone --seed 7             # one of them, in other worlds',
  ].join('\n'),
);

const whatIsReal = [
  '## What is real, and what is a model',
  '',
  'Real: every handler that places, reserves, pays, undoes, sweeps and relays, loaded from its source with the settings',
  "of one of five profiles; the saga's definition, run by the local run's own interpreter; the domain and all adapters.",
  '',
  'A model, held against the stack by `test/simulation/stack.test.ts` (batch sizes, retries, patterns, settings) and',
  'against a real engine by `test/simulation/store.test.ts` (conditions, updates, cancellation reasons): DynamoDB with',
  'transactions that take time, lock their items, collide, are throttled, and are known by their token for ten minutes;',
  'its streams with their shards, the bus, the queues, Step Functions, and the clients that repeat what was not answered.',
  '',
  'Left out: gateway and tokens, policies, the catalogue, reads and lists, figures, reconciliation. The local run has all',
  'of them, and `npm run torture` drives it, at some orders a second.',
].join('\n');

const whatGoesWrong = [
  '## What goes wrong',
  '',
  'Every kind of fault is drawn for every world with a rate of its own, for four fifths of its time: calls that are',
  'throttled, collide, fail, time out before or after their effect, or take effect late; workers that die before and',
  'after a call; invocations that are refused, repeated or lose their answer; events that the bus does not take;',
  'messages, stream batches and requests that come twice, late or never; transitions that are late, executions that are',
  'aborted, sweeps that are missed. Workers that are thought dead go on. An hour of trade takes seconds.',
].join('\n');

const whenChecked = [
  '## What is checked, and when',
  '',
  'At every write, by what it has changed: totals and their sum, the ledger, the effect of an order on a SKU, its',
  'statuses, its reservation, its money. At every answer: what the contract says. Once faults have ended and all is',
  'quiet: the laws that every test of the whole system is held to (`test/support/violations.ts`), that nothing is in',
  'flight past its limit, and that what is left can be sold to the last unit. The first violation ends the run and prints',
  'the command that has it again.',
  '',
  '`npm test` simulates one world of each profile, compares two runs of one seed, and tries the controls that a few',
  'hundred orders show: always the same seeds, some 15 seconds of one core.',
].join('\n');

const figures = [
  '## What was measured',
  '',
  table(
    ['`npm run simulate -- --orders …`', '20 000, seed 1', '1 000 000, seed 20261125'],
    [
      ['orders', '20 284', '1 011 823'],
      ['worlds', '10', '500'],
      ['actions on the virtual clock', '2 221 312', '110 518 252'],
      ['calls to services', '627 509', '31 557 656'],
      ['invocations of handlers', '282 154', '13 386 168'],
      ['transaction conflicts that arose by themselves', '5 818', '491 324'],
      ['faults, of 25 kinds', '109 892', '6 331 399'],
      ['dead letters redriven', '0', '19'],
      ['violations', '0', '0'],
      ['orders a second', '550, one worker on a shared core', '1 359, two workers on two cores'],
    ],
  ),
].join('\n');

function breaks(laws: readonly Law[]): string {
  return laws.map(String).join(' or ');
}

const controlsTable = [
  '## Safeguards, taken away one at a time',
  '',
  'A control changes the source of one safeguard while it is loaded, and simulates until a law is broken; in the same',
  'world, with the safeguard in place, none is. One whose text is no longer there fails, so that none is forgotten.',
  '',
  table(
    ['control', 'what is gone', 'law that breaks'],
    controls.map(({ name, without, breaks: laws }) => [code(name), without, breaks(laws)]),
  ),
  '',
  'These are missed by nothing as long as others stand behind them, and each says which:',
  '',
  table(
    ['control', 'what is gone', 'why nothing breaks'],
    silentControls.map(({ name, without, because }) => [code(name), without, because]),
  ),
].join('\n');

const laws = [
  '## The laws, by their numbers here',
  '',
  table(
    ['law', 'what it says'],
    Object.entries(lawTexts).map(([law, text]) => [law, text]),
  ),
].join('\n');

/** The page of the simulation: what it is, what it checks, and what it misses when it is gone. */
export function simulationDocument(): string {
  return document([
    '# A million orders, simulated',
    generatedNotice('`bin/documents/simulation.ts` and the controls in `test/simulation/controls`'),
    introduction,
    commands,
    whatIsReal,
    whatGoesWrong,
    whenChecked,
    figures,
    controlsTable,
    laws,
  ]);
}
