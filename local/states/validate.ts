import { type Definition, type Exit, parseDefinition, type State } from './definition.ts';
import { checkExpression } from './expression-check.ts';
import { compileExpression, expressionSourceIn } from './expressions.ts';

/**
 * Reads a definition and checks all of it: form, transitions, error handlers, and every JSONata expression.
 *
 * @throws Error that names the state machine, the state and what is wrong or unknown there
 */
export function validateDefinition(machine: string, text: string): Definition {
  const definition = parseDefinition(machine, text);
  const variables = assignedVariables(definition);
  for (const [name, state] of Object.entries(definition.States)) {
    const place = `State machine ${machine}, state ${name}`;
    checkFlow(state, place);
    checkHandlers(state, place);
    checkTemplates(state, variables, place);
  }
  checkTargets(definition, machine);
  return definition;
}

function checkFlow(state: State, place: string): void {
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    throw new Error(`${place}: exactly one of Seconds and Timestamp is needed.`);
  }
  if (state.Type !== 'Task' && state.Type !== 'Pass' && state.Type !== 'Wait') return;
  if ((state.Next === undefined) !== (state.End === true)) throw new Error(`${place}: either Next or End is needed.`);
}

/** `States.ALL` stands alone, and in the last retrier or catcher. */
function checkHandlers(state: State, place: string): void {
  if (state.Type !== 'Task') return;
  for (const handlers of [state.Retry, state.Catch]) {
    handlers.forEach(({ ErrorEquals: names }, index) => {
      if (!names.includes('States.ALL')) return;
      if (names.length > 1) throw new Error(`${place}: States.ALL must be alone in ErrorEquals.`);
      if (index !== handlers.length - 1)
        throw new Error(`${place}: States.ALL must be in the last retrier or catcher.`);
    });
  }
}

function checkTargets(definition: Definition, machine: string): void {
  const reached = new Set<string>();
  const open = [definition.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = definition.States[name];
    if (!state) throw new Error(`State machine ${machine}: there is no state ${name}.`);
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...targetsOf(state));
  }
  const unreached = Object.keys(definition.States).filter((name) => !reached.has(name));
  if (unreached.length > 0) throw new Error(`State machine ${machine}: unreachable states ${unreached.join(', ')}.`);
}

/** Every way out of a state, with what it assigns. */
function exitsOf(state: State): readonly Exit[] {
  switch (state.Type) {
    case 'Task':
      return [state, ...state.Catch];
    case 'Choice':
      return [{ Next: state.Default, Assign: state.Assign }, ...state.Choices];
    case 'Pass':
    case 'Wait':
      return [state];
    case 'Succeed':
    case 'Fail':
      return [];
  }
}

function targetsOf(state: State): readonly string[] {
  return exitsOf(state).flatMap(({ Next: next }) => next ?? []);
}

function assignedVariables(definition: Definition): ReadonlySet<string> {
  const exits = Object.values(definition.States).flatMap(exitsOf);
  return new Set(exits.flatMap(({ Assign: assign }) => Object.keys(assign ?? {})));
}

function checkTemplates(template: unknown, variables: ReadonlySet<string>, place: string): void {
  if (typeof template === 'string') checkText(template, variables, place);
  if (typeof template !== 'object' || template === null) return;
  for (const [name, value] of Object.entries(template)) {
    if (name !== 'Comment') checkTemplates(value, variables, `${place}, ${name}`);
  }
}

function checkText(text: string, variables: ReadonlySet<string>, place: string): void {
  const source = expressionSourceIn(text);
  if (source === undefined) return;
  try {
    checkExpression(compileExpression(source), variables);
  } catch (error) {
    const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    throw new Error(`${place}: ${String(message)}, in ${source}`);
  }
}
