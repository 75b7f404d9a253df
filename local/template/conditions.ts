import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { TemplateError } from './template-error.ts';

/**
 * Evaluates the conditions of a template.
 * @param resolve resolves the intrinsics in what is compared
 */
export class Conditions {
  readonly #definitions: JsonObject;
  readonly #resolve: (value: Json, where: string) => Json;

  constructor(definitions: JsonObject, resolve: (value: Json, where: string) => Json) {
    this.#definitions = definitions;
    this.#resolve = resolve;
  }

  isTrue(name: string): boolean {
    const definition = this.#definitions[name];
    if (definition === undefined) throw new TemplateError(`condition ${name} is not in the template`);
    return this.#evaluate(definition, name);
  }

  #evaluate(expression: Json, where: string): boolean {
    const [[operator, argument] = [undefined, undefined], ...others] = isJsonObject(expression)
      ? Object.entries(expression)
      : [];
    const operands = Array.isArray(argument) ? argument : [];
    if (others.length > 0) throw new TemplateError(`condition ${where} has more than one function`);
    switch (operator) {
      case 'Condition':
        return this.isTrue(String(argument));
      case 'Fn::Equals':
        return this.#equal(operands, where);
      case 'Fn::Not':
        return !operands.some((operand) => this.#evaluate(operand, where));
      case 'Fn::And':
        return operands.every((operand) => this.#evaluate(operand, where));
      case 'Fn::Or':
        return operands.some((operand) => this.#evaluate(operand, where));
      default:
        throw new TemplateError(`condition ${where}: ${operator} is not supported by the local run`);
    }
  }

  #equal(operands: Json[], where: string): boolean {
    const [left, right] = operands.map((operand) => JSON.stringify(this.#resolve(operand, where)));
    return left === right;
  }
}
