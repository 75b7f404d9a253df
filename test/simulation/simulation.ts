import type { Deployment } from './deployment.ts';
import { DynamoDb } from './dynamodb/dynamodb.ts';
import { History } from './history.ts';
import { Deadlines } from './laws/deadlines.ts';
import { Watch } from './laws/watch.ts';
import { reach } from './services/aws.ts';
import { Bus, type TakenEvent } from './services/bus.ts';
import { Calls } from './services/calls.ts';
import { Executions } from './services/executions.ts';
import { type FaultName, Faults, faultRates } from './services/faults.ts';
import { Functions } from './services/functions.ts';
import { invocations, never } from './services/invocation.ts';
import { Queue } from './services/queue.ts';
import { Relay } from './services/relay.ts';
import { VirtualClock } from './time/clock.ts';
import { Random } from './time/random.ts';
import { enter } from './time/virtual-process.ts';

export type SimulationOptions = {
  readonly seed: string;
  /** Faults that are frequent, whatever the seed. */
  readonly often: readonly FaultName[];
  /** What the lines of the history must hold to be kept, such as the id of an order. */
  readonly trace: string | undefined;
};

/** A deployment with its services, on a clock of its own: everything of one world but its people. */
export class Simulation {
  readonly clock = new VirtualClock();
  readonly watch = new Watch(this.clock.now);
  readonly deadlines: Deadlines;
  readonly history: History;
  readonly events: TakenEvent[] = [];
  readonly random: Random;
  readonly faults: Faults;
  readonly calls: Calls;
  readonly functions: Functions;
  readonly dynamodb: DynamoDb;
  readonly relay: Relay;
  readonly counter: Relay;
  readonly bus: Bus;
  readonly executions: Executions;
  readonly queues: ReturnType<Simulation['createQueues']>;
  readonly #deployment: Deployment;
  #mistake: unknown;

  constructor(deployment: Deployment, { seed, often, trace }: SimulationOptions) {
    this.#deployment = deployment;
    this.history = new History(this.clock.now, trace);
    this.random = new Random(seed);
    this.faults = new Faults(faultRates(this.random.fork('rates'), often), this.random.fork('faults'));
    const { clock, faults } = this;
    const parts = (name: string) => ({ clock, faults, random: this.random.fork(name) });
    this.calls = new Calls(parts('calls'));
    this.functions = new Functions({ ...parts('functions'), functions: deployment.functions });
    this.relay = new Relay({ ...parts('relay'), functions: this.functions });
    this.counter = new Relay({ ...parts('counter'), functions: this.functions, reader: 'count-stock' });
    this.executions = new Executions({
      ...parts('executions'),
      functions: this.functions,
      definition: deployment.saga,
      isExpress: deployment.settings.orchestration === 'express',
      onViolation: (violation) => this.watch.violations.push(violation),
    });
    this.queues = this.createQueues(parts('queues'));
    this.bus = new Bus({ ...parts('bus'), queues: this.queues, onTaken: (event) => this.#taken(event) });
    const transactions = this.random.fork('transactions');
    this.dynamodb = new DynamoDb({
      ...parts('dynamodb'),
      transactionMilliseconds: () => transactions.latency(5),
      onWritten: (changes) => {
        this.watch.follow(this.dynamodb.store, changes);
        for (const change of changes) {
          this.history.follow(change);
          this.relay.follow(change);
          this.counter.follow(change);
          this.deadlines.follow(change);
        }
      },
    });
    this.deadlines = new Deadlines({
      clock,
      faults,
      store: this.dynamodb.store,
      sweepSeconds: deployment.settings.sweepSeconds,
      onViolation: (violation) => this.watch.violations.push(violation),
    });
  }

  get settings() {
    return this.#deployment.settings;
  }

  /** From now on the handlers of this process live here. */
  enter(): void {
    const random = this.random.fork('handlers');
    enter({ clock: this.clock, random, sleep: (delay) => this.#sleep(delay) });
    reach({
      calls: this.calls,
      dynamodb: this.dynamodb,
      bus: this.bus,
      executions: this.executions,
      onMistake: (error) => this.blame(error),
    });
  }

  /** Ends the run: not the system is wrong, but what simulates it. */
  blame(error: unknown): void {
    this.#mistake ??= error;
  }

  /** Sweeps until the run ends. */
  startSweeping(): void {
    const milliseconds = this.settings.sweepSeconds * 1_000;
    const sweep = () => {
      if (!this.faults.strike('sweep_missed')) void this.functions.invoke('sweep', {});
      this.clock.after(milliseconds, sweep);
    };
    this.clock.after(milliseconds, sweep);
  }

  /** What is under way, by where it is; empty when all is quiet. */
  pending(): string[] {
    const queued = Object.entries(this.queues).map(([name, { pending }]) => [`queue ${name}`, pending] as const);
    const counts = [
      ['orders in flight', this.watch.inFlight],
      ['SKUs with units in escrow', this.watch.leased],
      ['stream records', this.relay.pending + this.counter.pending],
      ['steps that are not counted', this.watch.counting.pending],
      ['executions', this.executions.running],
      ...queued,
    ] as const;
    return counts.filter(([, count]) => count > 0).map(([name, count]) => `${count} ${name}`);
  }

  get isQuiet(): boolean {
    const { queues } = this;
    return (
      this.watch.inFlight === 0 &&
      this.watch.leased === 0 &&
      this.relay.pending === 0 &&
      this.counter.pending === 0 &&
      this.watch.counting.pending === 0 &&
      this.executions.running === 0 &&
      queues['reserve-stock'].pending === 0 &&
      queues['advance-order'].pending === 0 &&
      queues['project-movements'].pending === 0 &&
      queues['end-grace-period'].pending === 0
    );
  }

  /** Whether there is no more point in going on. @throws what is a mistake of the simulation itself */
  get isBroken(): boolean {
    if (this.#mistake !== undefined) throw this.#mistake;
    return this.watch.violations.length > 0;
  }

  /** Whatever nobody could handle is handed back to where it came from. */
  redrive(): number {
    const queues = Object.values(this.queues);
    const readers = [this.relay, this.counter];
    const letters = readers.reduce((sum, { deadLetters }) => sum + deadLetters.length, 0);
    const count = letters + queues.reduce((sum, queue) => sum + queue.deadLetters.length, 0);
    for (const reader of readers) reader.redrive();
    for (const queue of queues) queue.redrive();
    return count;
  }

  #taken(event: TakenEvent): void {
    this.events.push(event);
    this.watch.taken(event);
  }

  /** Waits in the name of a handler, or of whoever simulates it; who is dead never wakes. */
  async #sleep(delayMilliseconds: number): Promise<void> {
    const invocation = invocations.getStore();
    await this.clock.sleep(delayMilliseconds);
    if (invocation?.isDead === true) await never();
  }

  createQueues(parts: Omit<ConstructorParameters<typeof Queue>[0], 'functions' | 'consumer' | 'delayMilliseconds'>) {
    const queue = (consumer: string, delaySeconds = 0) =>
      new Queue({ ...parts, functions: this.functions, consumer, delayMilliseconds: delaySeconds * 1_000 });
    return {
      'reserve-stock': queue('reserve-stock'),
      'advance-order': queue('advance-order'),
      'project-movements': queue('project-movements'),
      'end-grace-period': queue('end-grace-period', this.#deployment.settings.gracePeriodSeconds),
    };
  }
}
