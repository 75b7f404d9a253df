/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

export type JsonObject = { [name: string]: Json };

/** Reads JSON text; a syntax error is thrown as it is. */
export function parseJson(text: string): Json {
  return JSON.parse(text);
}

/** Reads what may be JSON text; undefined if it is not. */
export function tryParseJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is an object, else an empty one: for reading optional parts of foreign documents. */
export function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The value if it is a list, else an empty one. */
export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
