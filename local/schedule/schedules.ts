import { randomUUID } from 'node:crypto';
import { Deliveries, type DeliveryPorts } from '../events/deliveries.ts';
import type { Part, Pending } from '../ports.ts';
import type { AsyncInvocations } from './async-invocations.ts';
import { readSchedule, type ScheduleSettings } from './schedule-properties.ts';
import { ScheduleStore } from './schedule-store.ts';

export type SchedulesOptions = DeliveryPorts & {
  readonly invocations: AsyncInvocations;
  /** Called for each call of a target. */
  readonly onInvocation: () => void;
  readonly account: string;
  readonly region: string;
};

/**
 * The schedules of the template. Each fires one period after it was first added and then at its rate, also across
 * restarts; what was missed while the runtime was down is made up for by firing once.
 *
 * Scheduler itself does not wait for the call before. Here, a schedule that comes due while its last call still runs
 * fires once as soon as that has ended: one machine runs few calls of a function at a time, and a rate of seconds
 * would otherwise pile up calls faster than they end.
 */
export class Schedules implements Part {
  readonly #options: SchedulesOptions;
  readonly #store: ScheduleStore;
  readonly #deliveries: Deliveries;
  readonly #schedules = new Map<string, ScheduleSettings>();
  readonly #timers = new Map<string, () => void>();
  /** Schedules that came due while their last call was running. */
  readonly #overdue = new Set<string>();

  constructor(options: SchedulesOptions) {
    this.#options = options;
    this.#store = new ScheduleStore(options.journal);
    this.#deliveries = new Deliveries(options, {
      table: 'schedule_deliveries',
      sourceAttribute: 'SCHEDULE_ARN',
      action: 'lambda:InvokeFunction',
      actor: (arn) => ({ principal: { roleArn: this.#schedules.get(arn)?.roleArn ?? '', session: 'scheduler' } }),
      send: ({ sourceArn, targetArn, body }) => {
        options.invocations.accept(sourceArn, targetArn, body);
        options.onInvocation();
      },
    });
    options.invocations.onEnd((sourceArn) => this.#makeUpFor(sourceArn));
  }

  /** Adds an `AWS::Scheduler::Schedule`. */
  add(arn: string, properties: unknown): void {
    const schedule = readSchedule(arn, properties);
    this.#schedules.set(arn, schedule);
    this.#deliveries.addTarget(schedule.target);
  }

  start(): void {
    this.#deliveries.start();
    for (const schedule of this.#schedules.values()) if (schedule.enabled) this.#arm(schedule);
  }

  pending(): readonly Pending[] {
    const deliveries = this.#deliveries.count();
    return deliveries === 0 ? [] : [`schedules: ${deliveries} deliveries`];
  }

  async stop(): Promise<void> {
    this.#deliveries.stop();
    for (const cancel of this.#timers.values()) cancel();
    this.#overdue.clear();
  }

  #arm(schedule: ScheduleSettings): void {
    const now = this.#options.clock.now();
    // A shorter period than that of the last run takes effect at once.
    const latest = now + schedule.periodMilliseconds;
    const nextAt = Math.min(this.#store.nextAt(schedule.arn) ?? latest, latest);
    this.#store.setNextAt(schedule.arn, nextAt);
    const cancel = this.#options.clock.after(Math.max(0, nextAt - now), () => this.#comeDue(schedule, nextAt));
    this.#timers.set(schedule.arn, cancel);
  }

  #comeDue(schedule: ScheduleSettings, dueAt: number): void {
    const { journal, clock, invocations } = this.#options;
    const missed = Math.floor((clock.now() - dueAt) / schedule.periodMilliseconds);
    journal.transaction(() => {
      this.#store.setNextAt(schedule.arn, dueAt + (missed + 1) * schedule.periodMilliseconds);
      if (invocations.isRunning(schedule.arn)) this.#overdue.add(schedule.arn);
      else this.#fire(schedule, dueAt);
    });
    this.#arm(schedule);
  }

  #makeUpFor(scheduleArn: string): void {
    const schedule = this.#schedules.get(scheduleArn);
    if (schedule && this.#overdue.delete(scheduleArn)) this.#fire(schedule, this.#options.clock.now());
  }

  #fire(schedule: ScheduleSettings, dueAt: number): void {
    const id = randomUUID();
    this.#deliveries.add(schedule.target, id, schedule.input ?? this.#defaultInput(schedule, id, dueAt));
  }

  /** The event that Scheduler sends if the template gives none. */
  #defaultInput(schedule: ScheduleSettings, id: string, dueAt: number): string {
    return JSON.stringify({
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: this.#options.account,
      time: `${new Date(dueAt).toISOString().slice(0, 19)}Z`,
      region: this.#options.region,
      resources: [schedule.arn],
      detail: '{}',
    });
  }
}
