import { type LocalRuntime, startLocalRuntime } from '../local/runtime.ts';
import { type DataDirectory, prepareDataDirectory } from './local/data-directory.ts';
import { orderIdIn, shopExtension } from './local/extension.ts';
import { describeFailure } from './local/failure.ts';
import { showLiveLine } from './local/live-line.ts';
import { readableLine } from './local/log-line.ts';
import { endWithNpm } from './local/parent-watch.ts';
import { seedCatalogue } from './local/seed.ts';
import { readStartSettings, type StartSettings } from './local/settings.ts';
import { endOnSignals } from './local/signals.ts';
import { keepHeapsSmall } from './local/small-heaps.ts';
import { synthesizeApart } from './local/synthesis.ts';

/** Runs Holdfast on this machine. */
async function start(settings: StartSettings, directory: DataDirectory): Promise<LocalRuntime> {
  const { port, verbose, context, dynamodbEndpoint } = settings;
  return startLocalRuntime({
    assembly: () => synthesizeApart(context, directory.path),
    dataDirectory: directory.path,
    port,
    dynamodbEndpoint,
    extend: shopExtension,
    subjectOf: orderIdIn,
    report: (problem) => console.error(problem),
    output: (functionName, text) => {
      if (!verbose) return;
      const lines = text.split('\n').filter((line) => line !== '');
      const readable = lines.map((line) => readableLine(functionName, line));
      if (readable.length > 0) process.stderr.write(`${readable.join('\n')}\n`);
    },
    onFatal: fail,
  });
}

function fail(error: unknown): never {
  console.error(describeFailure(error));
  process.exit(1);
}

keepHeapsSmall();
endWithNpm();
try {
  const settings = readStartSettings(process.env, process.argv.slice(2));
  const directory = prepareDataDirectory(settings.dataDirectory);
  process.once('exit', directory.dispose);
  let runtime: LocalRuntime | undefined;
  endOnSignals(async () => runtime?.stop(), fail);
  runtime = await start(settings, directory);
  if (settings.seeds) await seedCatalogue(runtime.url, await runtime.tokens.issue('seed', ['staff']), directory.path);
  console.log(`ready ${runtime.url}`);
  const { tokens, url } = runtime;
  if (!settings.verbose) showLiveLine(url, () => tokens.issue('live-line', ['staff']));
} catch (error) {
  fail(error);
}
