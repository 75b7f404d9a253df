import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdkConfiguration from '../../cdk.json' with { type: 'json' };
import { functionDeclarations } from '../../lib/declarations.ts';
import { readSettings } from '../../lib/settings.ts';
import { HoldfastStack } from '../../lib/stack.ts';

export type Context = Readonly<Record<string, unknown>>;

/** The template of the stack with these settings. */
export function synthesizeTemplate(context: Context = {}): Template {
  return withStack(context, (stack) => Template.fromStack(stack));
}

/**
 * Works with the stack of these settings, as long as its assets are there. The bundles are empty: what they hold is no
 * matter of the template.
 * @param prepare what the app gets before the stack
 */
export function withStack<Result>(
  context: Context,
  work: (stack: HoldfastStack) => Result,
  prepare: (app: App) => void = () => undefined,
): Result {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-'));
  try {
    const app = new App({ context: { ...cdkConfiguration.context, ...context }, outdir: join(directory, 'cdk.out') });
    prepare(app);
    const settings = readSettings((name) => app.node.tryGetContext(name));
    return work(new HoldfastStack(app, 'Holdfast', { settings, bundleDirectory: bundles(directory) }));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function bundles(directory: string): string {
  for (const name of Object.keys(functionDeclarations)) {
    mkdirSync(join(directory, name));
    writeFileSync(join(directory, name, 'index.mjs'), '');
  }
  return directory;
}

export type Resource = ReturnType<Template['findResources']>[string];

/** The resources of a type, with their logical ids. */
export function resources(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type));
}

/** The logical id that a `Ref` or an `Fn::GetAtt` points to. */
export function target(reference: Readonly<Record<string, unknown>>): string {
  const attribute = reference['Fn::GetAtt'];
  return String(Array.isArray(attribute) ? attribute[0] : reference.Ref);
}

/** The functions by their names, which their descriptions end with. */
export function functionsByName(template: Template): ReadonlyMap<string, Resource & { readonly id: string }> {
  const functions = resources(template, 'AWS::Lambda::Function');
  return new Map(
    functions.map(([id, resource]) => [
      String(resource.Properties.Description).split(' ').at(-1) ?? '',
      { ...resource, id },
    ]),
  );
}
