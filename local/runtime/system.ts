import type { Pending } from '../ports.ts';
import type { Template } from '../template/template.ts';
import { Installation } from './installation.ts';
import { createParts, type Parts, type PartsOptions } from './parts.ts';

/** The parts of the local run, with the resources of a template in them. */
export class System {
  readonly parts: Parts;
  readonly #options: PartsOptions;
  #eventSources: Installation['eventSources'] = [];
  #endpointUrl = '';

  constructor(options: PartsOptions) {
    this.#options = options;
    this.parts = createParts(options);
  }

  /** The URL of the local AWS endpoint, once a template has been installed. */
  get endpointUrl(): string {
    return this.#endpointUrl;
  }

  async install(template: Template): Promise<void> {
    const endpointUrl = await this.parts.endpoint.listen();
    this.#endpointUrl = endpointUrl;
    const installation = new Installation({ ...this.#options, template, parts: this.parts, endpointUrl });
    await installation.install();
    this.#eventSources = installation.eventSources;
  }

  /** Takes up what an earlier run left unfinished; everything must be installed. */
  start(): void {
    const { buses, machines, asyncInvocations, schedules, streams } = this.parts;
    for (const part of [buses, machines, asyncInvocations, schedules, streams]) part.start();
    for (const eventSource of this.#eventSources) eventSource.start();
  }

  /**
   * What has not come to rest. Functions and their calls are not asked: those that work by themselves do so for a
   * message, a record, an execution or a schedule, which is pending for as long; the others only answer requests.
   */
  async pending(): Promise<Pending[]> {
    const { queues, buses, machines, streams, asyncInvocations, schedules } = this.parts;
    const working = [queues, buses, machines, streams, asyncInvocations, schedules];
    const pending = await Promise.all(working.map((part) => part.pending()));
    return pending.flat();
  }

  /** Ends all work where it stands: the journal knows where to go on. */
  async stop(): Promise<void> {
    for (const eventSource of this.#eventSources) eventSource.stop();
    await Promise.all(this.#all().map((part) => part.stop()));
  }

  #all() {
    const { functions, queues, buses, machines, streams, asyncInvocations, schedules, endpoint } = this.parts;
    return [functions, queues, buses, machines, streams, asyncInvocations, schedules, endpoint];
  }
}
