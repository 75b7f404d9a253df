/**
 * Loaded before a local run (`node --import`): lets its clock, and that of each of its functions, go ahead of the
 * machine's or behind it, also while it runs. CLOCKS_FILE names a file of seconds in JSON, by a part of the function's
 * name; `main` is the process itself, and the empty name is for all functions that are not named.
 */
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import workerThreads from 'node:worker_threads';

const { CLOCKS_FILE = '', CLOCK_NAME = 'main' } = process.env;

/** @param {string} clock */
function shiftMilliseconds(clock) {
  const clocks = JSON.parse(readFileSync(CLOCKS_FILE, 'utf8'));
  const unnamed = clock === 'main' ? 0 : (clocks[''] ?? 0);
  const name = Object.keys(clocks).find((part) => part !== '' && clock.includes(part));
  return 1000 * (name === undefined ? unnamed : clocks[name]);
}

const MachineDate = Date;

class ShiftedDate extends MachineDate {
  constructor(...parameters) {
    if (parameters.length === 0) super(ShiftedDate.now());
    else super(...parameters);
  }

  static now() {
    return MachineDate.now() + shiftMilliseconds(CLOCK_NAME);
  }
}

globalThis.Date = ShiftedDate;

const { Worker, parentPort } = workerThreads;

workerThreads.Worker = class extends Worker {
  constructor(url, options = {}) {
    super(url, {
      ...options,
      execArgv: [...(options.execArgv ?? []), '--import', import.meta.url],
      env: { ...options.env, CLOCKS_FILE, CLOCK_NAME: options.workerData?.functionName ?? '' },
    });
  }
};
syncBuiltinESMExports();

// Until when a function may run is told by the clock of the machine that it runs on.
if (parentPort !== null) {
  const subscribe = parentPort.on.bind(parentPort);
  parentPort.on = (event, listener) =>
    subscribe(event, (message) => {
      const apart = shiftMilliseconds(CLOCK_NAME) - shiftMilliseconds('main');
      listener(event === 'message' ? { ...message, deadline: message.deadline + apart } : message);
    });
}
