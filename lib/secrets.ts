import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Settings } from './settings.ts';

/** What only the functions that need it may read. Nothing of it is in an environment variable or a log. */
export class Secrets extends Construct {
  /** Authenticates the cursors of lists. A new value only makes clients begin their lists again. */
  readonly cursorKey: Secret;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.cursorKey = new Secret(this, 'CursorKey', {
      description: 'Holdfast: authenticates the cursors of lists',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: settings.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(this.cursorKey, {
      'AwsSolutions-SMG4':
        'A new key makes clients begin their lists again: it is put there by hand when it has leaked.',
    });
  }
}
