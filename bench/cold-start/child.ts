/**
 * A fresh process for one cold start: `node child.ts <module> <event as JSON>`. Loads the module, calls its handler
 * once, and tells the parent how long each took.
 */
const [modulePath = '', event = 'null'] = process.argv.slice(2);

const processorMilliseconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const processorBefore = processorMilliseconds();
const began = performance.now();
const { handler }: { readonly handler: (event: unknown) => Promise<unknown> } = await import(modulePath);
const loaded = performance.now();
const answer = await handler(JSON.parse(event));
const answered = performance.now();

process.send?.({
  loadMilliseconds: loaded - began,
  callMilliseconds: answered - loaded,
  processorMilliseconds: processorMilliseconds() - processorBefore,
  answer,
});
process.disconnect?.();
