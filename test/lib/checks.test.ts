import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Stack, Stage } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { addChecks } from '../../lib/checks.ts';
import { type Context, withStack } from './template.ts';

const reportSchema = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      violations: z.array(
        z.object({
          ruleName: z.string(),
          violatingConstructs: z.array(z.object({ constructPath: z.string() })),
        }),
      ),
    }),
  ),
});

/** What the packs of rules find in the stack with these settings: rule and resource, warnings included. */
function findings(context: Context, change: (stack: Stack) => void = () => undefined): string[] {
  const work = (stack: Stack) => {
    change(stack);
    return reportOf(stack);
  };
  return withStack(context, work, addChecks).pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    ),
  );
}

/** Findings end the synthesis, and are in the report all the same. */
function reportOf(stack: Stack) {
  const app = Stage.of(stack);
  try {
    app?.synth();
  } catch (error) {
    if (!String(error).startsWith('ValidationFailed')) throw error;
  }
  return reportSchema.parse(JSON.parse(readFileSync(join(app?.outdir ?? '', 'validation-report.json'), 'utf8')));
}

describe('the checks of cdk-nag', () => {
  test.each<Context>([{ gracePeriodSeconds: 1 }, { retainData: false }, { orchestration: 'express' }])(
    'find nothing with %j',
    (context) => {
      expect(findings(context)).toEqual([]);
    },
  );

  test('find what is added without a reason', () => {
    const found = findings({}, (stack) => void new CfnQueue(stack, 'Bare'));
    expect(found).toContain('AwsSolutions-SQS3 Holdfast/Bare');
    expect(found).toContain('Serverless-SQSRedrivePolicy Holdfast/Bare');
  });
});
