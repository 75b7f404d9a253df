import { randomUUID } from 'node:crypto';
import { parseProperties } from '../parse.ts';
import { type Part, type Pending, ServiceError } from '../ports.ts';
import { Deliveries, type DeliveryPorts } from './deliveries.ts';
import { EventLog, type LoggedEvent } from './event-log.ts';
import { compilePattern } from './pattern.ts';
import { archiveProperties, eventBusProperties } from './properties.ts';
import { type AcceptedEvent, type CheckedEntry, checkPutEvents } from './put-events.ts';
import { busNameOf, type Rule, readRule } from './rule.ts';

export type EventBusesOptions = DeliveryPorts & { readonly account: string; readonly region: string };

export type PutEventsResponse = {
  readonly FailedEntryCount: number;
  readonly Entries: readonly (
    | { readonly EventId: string }
    | { readonly ErrorCode: string; readonly ErrorMessage: string }
  )[];
};

/**
 * The event buses of the template, and the account's `default` bus. An event is accepted by one transaction that
 * logs it and journals its deliveries, so that an answer of `PutEvents` outlives any death of the process.
 */
export class EventBuses implements Part {
  readonly #options: EventBusesOptions;
  readonly #log: EventLog;
  readonly #deliveries: Deliveries;
  readonly #rules = new Map<string, Rule[]>([['default', []]]);

  constructor(options: EventBusesOptions) {
    this.#options = options;
    this.#log = new EventLog(options.journal);
    this.#deliveries = new Deliveries(options, {
      table: 'bus_deliveries',
      sourceAttribute: 'RULE_ARN',
      action: 'sqs:SendMessage',
      // A rule has no role for its queues: they let the service in, for this rule.
      actor: (ruleArn) => ({
        principal: { service: 'events.amazonaws.com' },
        context: { 'aws:SourceArn': [ruleArn] },
      }),
      send: ({ targetArn, body }) => options.queues.send(targetArn, body),
    });
  }

  /** Adds an `AWS::Events::EventBus`. */
  addBus(properties: unknown): void {
    const { Name: name } = parseProperties(eventBusProperties, 'AWS::Events::EventBus', properties);
    if (this.#rules.has(name)) throw new Error(`AWS::Events::EventBus: there is already a bus ${name}.`);
    this.#rules.set(name, []);
  }

  /** Adds an `AWS::Events::Rule`, after its bus. */
  addRule(arn: string, properties: unknown): void {
    const rule = readRule(arn, properties);
    this.#rulesOf(rule.busName).push(rule);
    for (const target of rule.targets) this.#deliveries.addTarget(target);
  }

  /** Checks an `AWS::Events::Archive`; it does nothing here, since the log keeps every event. */
  addArchive(properties: unknown): void {
    const archive = parseProperties(archiveProperties, 'AWS::Events::Archive', properties);
    this.#rulesOf(busNameOf(archive.SourceArn));
    if (archive.EventPattern) compilePattern(archive.EventPattern);
  }

  /** Resumes undelivered events, once all rules have been added. */
  start(): void {
    this.#deliveries.start();
  }

  /**
   * The API operation `PutEvents`.
   *
   * @throws ServiceError `ValidationException` for a bad request, `ResourceNotFoundException` for an unknown bus,
   * where AWS would drop the event in silence
   */
  putEvents(input: unknown): PutEventsResponse {
    const checked = checkPutEvents(input);
    for (const entry of checked) if (entry.ok) this.#rulesOf(busNameOf(entry.busName));
    const entries = this.#accept(checked);
    return { FailedEntryCount: checked.filter((entry) => !entry.ok).length, Entries: entries };
  }

  /** Puts an event of an AWS service onto the default bus; within a transaction, it is accepted with that. */
  emit(event: AcceptedEvent): void {
    this.#accept([{ ok: true, busName: undefined, event }]);
  }

  /** The events of a bus after number `n`, in the order of their acceptance. */
  eventsAfter(n: number, busName: string): readonly LoggedEvent[] {
    return this.#log.after(n, busName);
  }

  pending(): readonly Pending[] {
    const deliveries = this.#deliveries.count();
    return deliveries === 0 ? [] : [`event buses: ${deliveries} deliveries`];
  }

  async stop(): Promise<void> {
    this.#deliveries.stop();
  }

  #rulesOf(busName: string): Rule[] {
    const rules = this.#rules.get(busName);
    if (!rules) throw new ServiceError('ResourceNotFoundException', `Event bus ${busName} does not exist.`);
    return rules;
  }

  #accept(checked: readonly CheckedEntry[]): PutEventsResponse['Entries'] {
    return this.#options.journal.transaction(() =>
      checked.map((entry) => {
        if (!entry.ok) return { ErrorCode: entry.errorCode, ErrorMessage: entry.errorMessage };
        return { EventId: this.#acceptOne(busNameOf(entry.busName), entry.event) };
      }),
    );
  }

  #acceptOne(busName: string, event: AcceptedEvent): string {
    const id = randomUUID();
    const now = this.#options.clock.now();
    const envelope = {
      version: '0',
      id,
      'detail-type': event.detailType,
      source: event.source,
      account: this.#options.account,
      time: withoutMilliseconds(event.timeMilliseconds ?? now),
      region: this.#options.region,
      resources: event.resources,
      detail: event.detail,
    };
    this.#log.append(busName, now, event.source, event.detailType, JSON.stringify(event.detail));
    const targets = this.#rulesOf(busName).flatMap((rule) => (rule.matches(envelope) ? rule.targets : []));
    if (targets.length === 0) return id;
    const body = JSON.stringify(envelope);
    for (const target of targets) this.#deliveries.add(target, id, body);
    return id;
  }
}

/** The envelope's `time`, which has whole seconds. */
function withoutMilliseconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
