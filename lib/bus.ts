import { Duration } from 'aws-cdk-lib';
import { EventBus, Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';

/** The bus that carries every event of the system, and keeps what it carried, so that it can be replayed. */
export class Bus extends Construct {
  readonly eventBus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.eventBus = new EventBus(this, 'Bus', { description: 'Events of Holdfast' });
    this.eventBus.archive('Archive', {
      eventPattern: { source: Match.prefix('holdfast.') },
      retention: Duration.days(30),
    });
  }
}
