import type { Journal } from '../journal/journal.ts';
import {
  AccessDenied,
  type AccessRequest,
  type Authorizer,
  type Clock,
  type Interceptor,
  type QueueSender,
  type Report,
} from '../ports.ts';
import { sendIfAllowed } from '../queues/send-if-allowed.ts';
import { type Delivery, DeliveryStore } from './delivery-store.ts';

const FIRST_RETRY_MILLISECONDS = 1000;
const LONGEST_RETRY_MILLISECONDS = 60_000;

/** What deliveries work with. */
export type DeliveryPorts = {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Takes the dead letters. */
  readonly queues: QueueSender;
  readonly interceptor: Interceptor;
  readonly access: Authorizer;
  readonly report: Report;
};

/** How one service delivers. */
export type DeliverySettings = {
  /** The journal's table for what is still to be delivered. */
  readonly table: string;
  /** The attribute of a dead letter that names the rule or schedule. */
  readonly sourceAttribute: 'RULE_ARN' | 'SCHEDULE_ARN';
  /** What delivering takes, such as `sqs:SendMessage`. */
  readonly action: string;
  /** In whose name a rule or a schedule delivers. */
  readonly actor: (sourceArn: string) => Pick<AccessRequest, 'principal' | 'context'>;
  /** Hands the body to the target; what it writes is committed together with the end of the delivery. */
  readonly send: (delivery: Delivery) => void;
};

/** Where a rule or a schedule delivers to, and how long it tries. */
export type Target = {
  readonly sourceArn: string;
  readonly id: string;
  readonly arn: string;
  readonly deadLetterArn: string | undefined;
  readonly maximumAgeMilliseconds: number;
  readonly maximumRetries: number;
};

/**
 * Brings events to the targets of rules and schedules, at least once, and gives up as the target's RetryPolicy says.
 *
 * AWS documents that it retries "with exponential back off and jitter", not the figures: here a second,
 * doubling up to a minute, without jitter.
 */
export class Deliveries {
  readonly #ports: DeliveryPorts;
  readonly #settings: DeliverySettings;
  readonly #store: DeliveryStore;
  readonly #targets = new Map<string, Target>();
  readonly #timers = new Map<number, () => void>();
  #stopped = false;

  constructor(ports: DeliveryPorts, settings: DeliverySettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#store = new DeliveryStore(ports.journal, settings.table);
  }

  addTarget(target: Target): void {
    this.#targets.set(keyOf(target.sourceArn, target.id), target);
  }

  /** Takes up what an earlier run left undelivered. */
  start(): void {
    for (const delivery of this.#store.all()) this.#schedule(delivery);
  }

  /** Journals a delivery, within the transaction that accepts its event, and makes it once that has committed. */
  add(target: Target, eventId: string, body: string): void {
    const now = this.#ports.clock.now();
    const { sourceArn, id: targetId, arn: targetArn } = target;
    const delivery = { eventId, sourceArn, targetId, targetArn, body, acceptedAt: now, failures: 0, dueAt: now };
    const stored = this.#store.add(delivery);
    this.#ports.journal.afterCommit(() => this.#schedule(stored));
  }

  #schedule(delivery: Delivery): void {
    if (this.#stopped) return;
    const delay = delivery.dueAt - this.#ports.clock.now();
    if (delay <= 0) {
      void this.#deliver(delivery);
      return;
    }
    this.#timers.set(
      delivery.n,
      this.#ports.clock.after(delay, () => void this.#deliver(delivery)),
    );
  }

  count(): number {
    return this.#store.count();
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
  }

  async #deliver(delivery: Delivery): Promise<void> {
    this.#timers.delete(delivery.n);
    const { interceptor } = this.#ports;
    const { sourceArn, targetArn, eventId } = delivery;
    const point = {
      at: 'delivery',
      source: sourceArn,
      target: targetArn,
      ids: [eventId],
      text: () => delivery.body,
    } as const;
    try {
      await interceptor.intercept(point, async () => this.#send(delivery));
    } catch (error) {
      if (!this.#stopped) this.#fail(delivery, error);
    }
  }

  #send(delivery: Delivery): void {
    if (this.#stopped) return;
    const { actor, action } = this.#settings;
    this.#ports.access.authorize({ ...actor(delivery.sourceArn), action, resource: delivery.targetArn });
    this.#ports.journal.transaction(() => {
      this.#settings.send(delivery);
      this.#store.remove(delivery);
    });
  }

  #fail(delivery: Delivery, error: unknown): void {
    const target = this.#targets.get(keyOf(delivery.sourceArn, delivery.targetId));
    const { clock } = this.#ports;
    const exhausted = exhaustedCondition(delivery, target, clock.now());
    // AWS does not try again what it has no permission for, or no target.
    if (exhausted || error instanceof AccessDenied) {
      this.#giveUp(delivery, target, exhausted, error);
      return;
    }
    const delay = Math.min(FIRST_RETRY_MILLISECONDS * 2 ** delivery.failures, LONGEST_RETRY_MILLISECONDS);
    this.#schedule(this.#store.postpone(delivery, clock.now() + delay));
  }

  #giveUp(delivery: Delivery, target: Target | undefined, condition: string | undefined, error: unknown): void {
    const { journal, report } = this.#ports;
    const message = error instanceof Error ? error.message : String(error);
    journal.transaction(() => {
      this.#store.remove(delivery);
      if (target?.deadLetterArn === undefined) return;
      this.#sendDeadLetter(delivery, target.deadLetterArn, {
        ERROR_CODE: error instanceof AccessDenied ? 'NO_PERMISSIONS' : 'SDK_CLIENT_ERROR',
        ERROR_MESSAGE: message,
        ...(condition === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: condition }),
      });
    });
    report(`Event ${delivery.eventId} was not delivered to ${delivery.targetArn}: ${message}`);
  }

  #sendDeadLetter(delivery: Delivery, queueArn: string, reasons: Readonly<Record<string, string>>): void {
    const { access, queues } = this.#ports;
    const { sourceAttribute, actor } = this.#settings;
    sendIfAllowed(access, { ...actor(delivery.sourceArn), resource: queueArn }, () =>
      queues.send(queueArn, delivery.body, {
        [sourceAttribute]: delivery.sourceArn,
        TARGET_ARN: delivery.targetArn,
        ...reasons,
        RETRY_ATTEMPTS: String(delivery.failures),
      }),
    );
  }
}

/** Which limit a failed delivery has reached, in AWS's words; a target that is gone has none left. */
function exhaustedCondition(delivery: Delivery, target: Target | undefined, now: number): string | undefined {
  if (!target || delivery.failures >= target.maximumRetries) return 'MaximumRetryAttempts';
  return now - delivery.acceptedAt >= target.maximumAgeMilliseconds ? 'MaximumEventAgeInSeconds' : undefined;
}

function keyOf(sourceArn: string, targetId: string): string {
  return `${sourceArn} ${targetId}`;
}
