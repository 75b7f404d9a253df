import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
/** Alarms of this account, and of nobody else. */
const ofThisAccount = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };

/**
 * Where all alarms are told, encrypted and over TLS alone. The key is our own: the one that AWS manages for SNS does
 * not let CloudWatch publish, and nobody can change its policy.
 *
 * @see https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
 */
export function createAlarmTopic(scope: Construct, id: string, email: string | undefined): Topic {
  const topic = new Topic(scope, id, {
    displayName: 'Holdfast alarms',
    masterKey: createKey(scope, `${id}Key`),
    enforceSSL: true,
  });
  // A policy of one's own replaces the default one, which would have let the account's alarms publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsPublish',
      principals: [cloudWatch],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: ofThisAccount,
    }),
  );
  if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
  return topic;
}

/** Notifications are gone once they are sent: with the stack goes the key. */
function createKey(scope: Construct, id: string): Key {
  const key = new Key(scope, id, {
    description: 'Holdfast: encrypts what alarms tell',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsEncrypt',
      principals: [cloudWatch],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: ofThisAccount,
    }),
  );
  return key;
}
