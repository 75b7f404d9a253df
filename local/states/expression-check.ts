import type { Expression } from 'jsonata';
import { BUILT_IN_FUNCTIONS } from './built-in-functions.ts';
import { AWS_FUNCTION_NAMES } from './functions.ts';

const NODE_TYPES: ReadonlySet<string> = new Set([
  'apply',
  'bind',
  'binary',
  'block',
  'condition',
  'descendant',
  'filter',
  'function',
  'index',
  'lambda',
  'name',
  'number',
  'operator',
  'parent',
  'partial',
  'path',
  'regex',
  'sort',
  'string',
  'transform',
  'unary',
  'value',
  'variable',
  'wildcard',
]);

/** Members of a node whose expressions see a context of their own, not that of the whole expression. */
const INNER_CONTEXT: ReadonlySet<string> = new Set([
  'delete',
  'group',
  'pattern',
  'predicate',
  'stages',
  'terms',
  'update',
]);

/** Members of a node that hold no expressions. */
const NO_EXPRESSION: ReadonlySet<string> = new Set(['ancestor', 'position', 'signature', 'slot', 'type', 'value']);

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * Checks an expression's syntax tree against what Step Functions allows; throws an error that names an unknown
 * function or variable, `$eval`, or a reference to the context (`$`, `$$`, a bare field name) outside of a path,
 * since a state has its data in `$states` only.
 */
export function checkExpression(expression: Expression, variables: ReadonlySet<string>): void {
  const tree: unknown = expression.ast();
  const known = new Set([...BUILT_IN_FUNCTIONS, ...AWS_FUNCTION_NAMES, ...variables, 'states', '']);
  collectBoundNames(tree, known);
  checkTree(tree, known, true);
}

/** Adds the names that the expression itself binds: by `:=`, as a function's parameters, by `@` and by `#`. */
function collectBoundNames(tree: unknown, names: Set<string>): void {
  if (Array.isArray(tree)) for (const item of tree) collectBoundNames(item, names);
  if (!isObject(tree)) return;
  if (tree.type === 'bind') addVariable(tree.lhs, names);
  if (tree.type === 'lambda' && Array.isArray(tree.arguments)) {
    for (const parameter of tree.arguments) addVariable(parameter, names);
  }
  for (const name of [tree.focus, tree.index]) if (typeof name === 'string') names.add(name);
  for (const [key, value] of Object.entries(tree)) if (!NO_EXPRESSION.has(key)) collectBoundNames(value, names);
}

function addVariable(node: unknown, names: Set<string>): void {
  if (isNode(node) && typeof node.value === 'string') names.add(node.value);
}

/** `atTop` tells that the tree is evaluated in the context of the whole expression. */
function checkTree(tree: unknown, known: ReadonlySet<string>, atTop: boolean): void {
  if (Array.isArray(tree)) for (const item of tree) checkTree(item, known, atTop);
  if (!isObject(tree)) return;
  if (isNode(tree)) checkNode(tree, known, atTop);
  for (const [key, value] of Object.entries(tree)) {
    if (key === 'steps' && Array.isArray(value)) checkSteps(value, known, atTop);
    else if (!NO_EXPRESSION.has(key)) checkTree(value, known, atTop && !INNER_CONTEXT.has(key));
  }
}

/** Only the first step of a path sees the context outside of the path. */
function checkSteps(steps: readonly unknown[], known: ReadonlySet<string>, atTop: boolean): void {
  steps.forEach((step, index) => {
    checkTree(step, known, atTop && index === 0);
  });
}

function checkNode(node: Node, known: ReadonlySet<string>, atTop: boolean): void {
  if (!NODE_TYPES.has(node.type)) throw new Error(`unknown JSONata syntax ${node.type}`);
  if (node.type === 'variable') checkVariable(String(node.value), known, atTop);
  if (atTop && ['name', 'wildcard', 'descendant'].includes(node.type)) {
    throw new Error(`field ${String(node.value)} at the top level; data is in $states`);
  }
}

function checkVariable(name: string, known: ReadonlySet<string>, atTop: boolean): void {
  if (name === '$' || (name === '' && atTop)) throw new Error(`$${name} at the top level; data is in $states`);
  if (name === 'eval') throw new Error('$eval is not available; use $parse');
  if (!known.has(name)) throw new Error(`unknown function or variable $${name}`);
}

function isNode(value: unknown): value is Node {
  return isObject(value) && typeof value.type === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
