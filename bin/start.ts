import { startLocalRuntime } from '../local/runtime.ts';
import { prepareDataDirectory } from './local/data-directory.ts';
import { shopExtension } from './local/extension.ts';
import { describeFailure } from './local/failure.ts';
import { endWithNpm } from './local/parent-watch.ts';
import { seedCatalogue } from './local/seed.ts';
import { readStartSettings, type StartSettings } from './local/settings.ts';
import { type Assembly, synthesizeApart } from './local/synthesis.ts';

/** Runs Holdfast on this machine. */
async function start(settings: StartSettings): Promise<void> {
  const { port, seeds, verbose, context, dynamodbEndpoint } = settings;
  const dataDirectory = settings.dataDirectory && prepareDataDirectory(settings.dataDirectory);
  let assembly: Assembly | undefined;
  const runtime = await startLocalRuntime({
    assembly: async () => {
      assembly = await synthesizeApart(context, dataDirectory);
      return assembly.directory;
    },
    dataDirectory,
    port,
    dynamodbEndpoint,
    extend: shopExtension,
    report: (problem) => console.error(problem),
    output: (functionName, text) => {
      if (verbose) process.stderr.write(text.replace(/^(?=.)/gm, `${functionName}: `));
    },
    onFatal: fail,
  });
  endOnSignals(async () => {
    await runtime.stop();
    assembly?.dispose();
  });
  if (seeds) await seedCatalogue(runtime.url, await runtime.tokens.issue('seed', ['staff']), dataDirectory);
  console.log(`ready ${runtime.url}`);
}

function endOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(() => process.exit(0), fail);
    });
  }
}

function fail(error: unknown): never {
  console.error(describeFailure(error));
  process.exit(1);
}

endWithNpm();
try {
  const settings = readStartSettings(process.env, process.argv.slice(2));
  await start(settings);
} catch (error) {
  fail(error);
}
