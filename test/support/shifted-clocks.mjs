/**
 * Loaded before a local run (`node --import`): lets its clock, and that of each of its functions, go ahead of the
 * machine's or behind it, also while it runs. CLOCKS_FILE names a file of seconds in JSON, by a part of the function's
 * name; the empty name is for all that are not named.
 */
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import workerThreads from 'node:worker_threads';

const { CLOCKS_FILE = '', CLOCK_NAME = '' } = process.env;

function shiftMilliseconds() {
  const clocks = JSON.parse(readFileSync(CLOCKS_FILE, 'utf8'));
  const name = Object.keys(clocks).find((part) => part !== '' && CLOCK_NAME.includes(part)) ?? '';
  return 1000 * (clocks[name] ?? 0);
}

const MachineDate = Date;

class ShiftedDate extends MachineDate {
  constructor(...parameters) {
    if (parameters.length === 0) super(ShiftedDate.now());
    else super(...parameters);
  }

  static now() {
    return MachineDate.now() + shiftMilliseconds();
  }
}

globalThis.Date = ShiftedDate;

const { Worker } = workerThreads;

workerThreads.Worker = class extends Worker {
  constructor(url, options = {}) {
    const CLOCK_NAME = options.workerData?.functionName ?? '';
    super(url, {
      ...options,
      execArgv: [...(options.execArgv ?? []), '--import', import.meta.url],
      env: { ...options.env, CLOCKS_FILE, CLOCK_NAME },
    });
  }
};
syncBuiltinESMExports();
