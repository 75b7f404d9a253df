import type { FunctionInvoker, InvocationResult } from '../../local/ports.ts';

export type FakeFunction = (payload: unknown) => InvocationResult | Promise<InvocationResult>;

/** Functions that a test gives by name, and a record of the calls. An unknown one answers its payload. */
export class FakeFunctions implements FunctionInvoker {
  readonly calls: { readonly functionArn: string; readonly payload: unknown }[] = [];
  readonly #functions: Readonly<Record<string, FakeFunction>>;

  constructor(functions: Readonly<Record<string, FakeFunction>> = {}) {
    this.#functions = functions;
  }

  async invoke(functionArn: string, payload: unknown): Promise<InvocationResult> {
    this.calls.push({ functionArn, payload });
    const name = functionArn.slice(functionArn.lastIndexOf(':') + 1);
    return this.#functions[name]?.(payload) ?? { ok: true, payload };
  }
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:eu-central-1:000000000000:function:${name}`;
}

export function failure(errorType: string, errorMessage = 'it failed'): InvocationResult {
  return { ok: false, error: { errorType, errorMessage } };
}

/** A function whose calls stay open until the test answers them, oldest first. */
export function openFunction(): {
  readonly call: FakeFunction;
  answer(result: InvocationResult): void;
  open(): number;
} {
  const waiting: ((result: InvocationResult) => void)[] = [];
  return {
    call: () => new Promise((resolve) => waiting.push(resolve)),
    answer: (result) => waiting.shift()?.(result),
    open: () => waiting.length,
  };
}
