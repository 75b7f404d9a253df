import { App } from 'aws-cdk-lib';
import cdkConfiguration from '../cdk.json' with { type: 'json' };
import { bundleOnce } from './bundle-cache.ts';
import { readSettings } from './settings.ts';
import { HoldfastStack } from './stack.ts';

/**
 * Adds the stack to an app, with the settings of the app's context and functions that are bundled already.
 * @throws {SettingError} when a setting is out of its bounds
 */
export function addStack(app: App, bundleDirectory: string): HoldfastStack {
  const settings = readSettings((name) => app.node.tryGetContext(name));
  return new HoldfastStack(app, 'Holdfast', { settings, bundleDirectory });
}

/**
 * Synthesizes the stack into a directory, as `cdk synth` would with this context and the flags of `cdk.json`.
 * @throws {SettingError} when a setting of the context is out of its bounds
 */
export async function synthesize(context: Readonly<Record<string, unknown>>, outputDirectory: string): Promise<void> {
  const app = new App({ context: { ...cdkConfiguration.context, ...context }, outdir: outputDirectory });
  addStack(app, bundleOnce());
  app.synth();
}
