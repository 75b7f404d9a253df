import { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../lib/bundles.ts';
import { addChecks } from '../lib/checks.ts';
import { retainedResources } from '../lib/retained.ts';
import { addStack } from '../lib/synthesize.ts';

const bundleDirectory = 'build/functions';
bundleFunctions(bundleDirectory);
const app = new App();
addChecks(app);
const stack = addStack(app, bundleDirectory);
const assembly = app.synth();

// Every command of the CDK runs this, `cdk destroy` included, and shows what it prints.
const retained = retainedResources(assembly.getStackArtifact(stack.artifactId).template);
if (retained.length > 0) {
  console.error(`cdk destroy leaves these, and they go on costing money for what they store: ${retained.join(', ')}.`);
  console.error('To remove them too: cdk deploy -c retainData=false, then cdk destroy -c retainData=false.');
}
