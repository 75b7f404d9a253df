import { registerHooks } from 'node:module';

/**
 * Loaded before a local run, it gives the saga a form that it might have had in a former release: a state before the
 * first one, which waits. So executions are under way in a state that the present template does not have.
 */
const present = "StartAt: 'AuthorizePayment',";
const former = "StartAt: 'FormerHold',";
const presentStates = 'States: {';
const formerStates = "States: { FormerHold: { Type: 'Wait', Seconds: 3, Next: 'AuthorizePayment' },";

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/lib/saga-definition.ts')) return loaded;
    const source = String(loaded.source);
    for (const text of [present, presentStates]) {
      if (source.split(text).length !== 2) throw new Error(`The saga's definition does not have once: ${text}`);
    }
    return { ...loaded, source: source.replace(present, former).replace(presentStates, formerStates) };
  },
});
