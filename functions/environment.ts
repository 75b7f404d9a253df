type Kind = 'string' | 'number';
type Value<K extends Kind> = K extends 'number' ? number : string;

/**
 * Reads the environment once, when the function starts, so that a missing setting stops it then and not amid an order.
 * @throws when a variable is missing, empty, or not the number that it should be; the message names it
 */
export function readEnvironment<const Shape extends Readonly<Record<string, Kind>>>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): { readonly [Name in keyof Shape]: Value<Shape[Name]> } {
  const values: Record<string, string | number> = {};
  for (const [name, kind] of Object.entries(shape)) values[name] = parse(name, kind, environment[name]);
  return values as { readonly [Name in keyof Shape]: Value<Shape[Name]> };
}

function parse(name: string, kind: Kind, text: string | undefined): string | number {
  if (text === undefined || text === '') throw new Error(`The environment variable ${name} is not set`);
  if (kind === 'string') return text;
  const number = Number(text);
  if (!Number.isFinite(number)) throw new Error(`The environment variable ${name} is not a number: ${text}`);
  return number;
}
