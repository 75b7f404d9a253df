import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { TemplateError } from './template-error.ts';

/** What intrinsics may refer to. Each throws by name if it is not known. */
export type References = {
  ref(logicalId: string): Json;
  attribute(logicalId: string, attribute: string): string;
  condition(name: string): boolean;
};

const NO_VALUE = Symbol('AWS::NoValue');
type Resolved = Json | typeof NO_VALUE;

/**
 * Resolves CloudFormation's intrinsic functions in a value.
 * @param where names the place in errors, such as the logical id
 */
export function resolveIntrinsics(value: Json, references: References, where: string): Json {
  const resolved = new Resolver(references, where).resolve(value);
  if (resolved === NO_VALUE) throw new TemplateError(`${where}: AWS::NoValue stands where a value is needed`);
  return resolved;
}

class Resolver {
  readonly #references: References;
  readonly #where: string;

  constructor(references: References, where: string) {
    this.#references = references;
    this.#where = where;
  }

  resolve(value: Json): Resolved {
    if (Array.isArray(value)) return value.map((element) => this.resolve(element)).filter((it) => it !== NO_VALUE);
    if (!isJsonObject(value)) return value;
    const [name, ...others] = Object.keys(value);
    if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.#call(name, value[name] ?? null);
    }
    return this.#members(value);
  }

  #members(object: JsonObject): JsonObject {
    const members: JsonObject = {};
    for (const [name, value] of Object.entries(object)) {
      const resolved = this.resolve(value);
      if (resolved !== NO_VALUE) members[name] = resolved;
    }
    return members;
  }

  #call(name: string, argument: Json): Resolved {
    switch (name) {
      case 'Ref':
        return argument === 'AWS::NoValue' ? NO_VALUE : this.#references.ref(this.#string(name, argument));
      case 'Fn::GetAtt':
        return this.#getAttribute(argument);
      case 'Fn::Join':
        return this.#join(argument);
      case 'Fn::Split':
        return this.#split(argument);
      case 'Fn::Select':
        return this.#select(argument);
      case 'Fn::Sub':
        return this.#substitute(argument);
      case 'Fn::If':
        return this.#if(argument);
      default:
        throw this.#error(`intrinsic function ${name} is not supported by the local run`);
    }
  }

  #getAttribute(argument: Json): Json {
    const parts = typeof argument === 'string' ? splitOnce(argument, '.') : this.#list('Fn::GetAtt', argument, 2);
    return this.#references.attribute(this.#string('Fn::GetAtt', parts[0]), this.#string('Fn::GetAtt', parts[1]));
  }

  #join(argument: Json): string {
    const [delimiter, parts] = this.#list('Fn::Join', argument, 2);
    const list = this.resolve(parts ?? null);
    if (!Array.isArray(list)) throw this.#error('Fn::Join takes a list');
    return list.map((part) => this.#string('Fn::Join', part)).join(this.#string('Fn::Join', delimiter));
  }

  #split(argument: Json): string[] {
    const [delimiter, source] = this.#list('Fn::Split', argument, 2);
    return this.#string('Fn::Split', this.#value(source)).split(this.#string('Fn::Split', delimiter));
  }

  #select(argument: Json): Json {
    const [index, source] = this.#list('Fn::Select', argument, 2);
    const list = this.#value(source);
    const selected = Array.isArray(list) ? list[Number(this.#value(index))] : undefined;
    if (selected === undefined) throw this.#error(`Fn::Select finds no element ${JSON.stringify(index)}`);
    return selected;
  }

  #substitute(argument: Json): string {
    const [text, variables] = typeof argument === 'string' ? [argument, {}] : this.#list('Fn::Sub', argument, 2);
    const own = isJsonObject(variables) ? variables : {};
    return this.#string('Fn::Sub', text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      const variable = own[name];
      if (variable !== undefined) return this.#string('Fn::Sub', this.#value(variable));
      return this.#string('Fn::Sub', name.includes('.') ? this.#getAttribute(name) : this.#references.ref(name));
    });
  }

  #if(argument: Json): Resolved {
    const [condition, whenTrue, whenFalse] = this.#list('Fn::If', argument, 3);
    const chosen = this.#references.condition(this.#string('Fn::If', condition)) ? whenTrue : whenFalse;
    return this.resolve(chosen ?? null);
  }

  #value(value: Json | undefined): Json {
    const resolved = this.resolve(value ?? null);
    if (resolved === NO_VALUE) throw this.#error('AWS::NoValue stands where a value is needed');
    return resolved;
  }

  #list(name: string, argument: Json, length: number): Json[] {
    if (!Array.isArray(argument) || argument.length !== length) throw this.#error(`${name} takes ${length} arguments`);
    return argument;
  }

  #string(name: string, value: Json | undefined): string {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'string') throw this.#error(`${name} takes strings, found ${JSON.stringify(value)}`);
    return value;
  }

  #error(message: string): TemplateError {
    return new TemplateError(`${this.#where}: ${message}`);
  }
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
