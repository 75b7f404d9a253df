import jsonata, { type Expression } from 'jsonata';
import { StateError } from './state-error.ts';

/** The names that an expression sees, without their `$`. */
export type Bindings = Readonly<Record<string, unknown>>;

const DELIMITED = /^\{%(?<source>.*)%\}$/su;

/** Compiled expressions by their source: a definition's expressions are evaluated again and again. */
const compiled = new Map<string, Expression>();

/** The JSONata source in a string of a template, or nothing if the string stands for itself. */
export function expressionSourceIn(text: string): string | undefined {
  return DELIMITED.exec(text)?.groups?.source?.trim();
}

/** Compiles an expression once; throws JSONata's error for bad syntax. */
export function compileExpression(source: string): Expression {
  const known = compiled.get(source);
  if (known) return known;
  const expression = jsonata(source);
  compiled.set(source, expression);
  return expression;
}

/**
 * Evaluates every expression in a template; all else stands for itself.
 *
 * @throws StateError `States.QueryEvaluationError` if an expression fails, is undefined, or is no JSON
 */
export async function evaluateTemplate(template: unknown, bindings: Bindings, field: string): Promise<unknown> {
  if (typeof template === 'string') return evaluateText(template, bindings, field);
  if (Array.isArray(template)) {
    return Promise.all(template.map((item, index) => evaluateTemplate(item, bindings, `${field}[${index}]`)));
  }
  if (typeof template !== 'object' || template === null) return template;
  const members = Object.entries(template).map(async ([name, value]) => {
    return [name, await evaluateTemplate(value, bindings, `${field}/${name}`)] as const;
  });
  return Object.fromEntries(await Promise.all(members));
}

async function evaluateText(text: string, bindings: Bindings, field: string): Promise<unknown> {
  const source = expressionSourceIn(text);
  if (source === undefined) return text;
  const value = await evaluateSource(source, bindings, field);
  if (value === undefined) throw evaluationError(source, field, 'returned nothing (undefined).');
  const json = JSON.stringify(value, (_name, member: unknown) => {
    if (isFunction(member)) throw evaluationError(source, field, 'returned a function.');
    return member;
  });
  const plain: unknown = JSON.parse(json);
  return plain;
}

async function evaluateSource(source: string, bindings: Bindings, field: string): Promise<unknown> {
  try {
    const value: unknown = await compileExpression(source).evaluate(undefined, bindings);
    return value;
  } catch (error) {
    throw evaluationError(source, field, `threw an error during evaluation. ${messageOf(error)}`);
  }
}

function evaluationError(source: string, field: string, what: string): StateError {
  const cause = `The JSONata expression '${source}' specified for the field '${field}' ${what}`;
  return new StateError('States.QueryEvaluationError', cause);
}

/** JSONata throws plain objects with a code and a message. */
function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${'message' in error ? String(error.message) : 'no message'}`;
}

function isFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value);
}
