/** What the picture needs to know of a state machine, in the words of the Amazon States Language. */
export type States = Readonly<
  Record<
    string,
    {
      readonly Type: string;
      readonly Next?: string;
      readonly Default?: string;
      readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
      readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
    }
  >
>;

export type Edge = { readonly from: string; readonly to: string; readonly label: string; readonly broken: boolean };

/** Where a state stands: the happy path is row 0, and whatever undoes it is below. */
export type Place = { readonly column: number; readonly row: number };

function catchLabel(errors: readonly string[]): string {
  return errors.includes('States.ALL') ? 'any failure' : 'refused';
}

/** The word that a condition compares with: `{% $states.input.closing = 'paid' %}` is about `paid`. */
function choiceLabel(condition: string): string {
  return /'([^']+)'/.exec(condition)?.[1] ?? condition;
}

/** Every way from one state to another. */
export function edgesOf(states: States): Edge[] {
  return Object.entries(states).flatMap(([from, { Next, Default, Catch = [], Choices = [] }]) => [
    ...(Next === undefined ? [] : [{ from, to: Next, label: '', broken: false }]),
    ...Choices.map((choice) => ({ from, to: choice.Next, label: choiceLabel(choice.Condition), broken: false })),
    ...(Default === undefined ? [] : [{ from, to: Default, label: 'otherwise', broken: false }]),
    ...Catch.map(({ ErrorEquals, Next: to }) => ({ from, to, label: catchLabel(ErrorEquals), broken: true })),
  ]);
}

/** The states that follow one another when nothing goes wrong. */
function happyPath(startAt: string, states: States): string[] {
  const path: string[] = [];
  for (let name: string | undefined = startAt; name !== undefined && !path.includes(name); name = states[name]?.Next) {
    path.push(name);
  }
  return path;
}

/** One row below the lowest of those that lead to it, in the middle of their columns; two never share a place. */
function placeBelow(name: string, edges: readonly Edge[], places: ReadonlyMap<string, Place>): Place | undefined {
  const sources = edges.filter(({ to }) => to === name).map(({ from }) => places.get(from));
  const known = sources.filter((place) => place !== undefined);
  if (known.length === 0 || known.length < sources.length) return undefined;
  const row = Math.max(...known.map((place) => place.row)) + 1;
  const middle = known.reduce((sum, place) => sum + place.column, 0) / known.length;
  const taken = new Set([...places.values()].filter((place) => place.row === row).map((place) => place.column));
  let column = Math.floor(middle);
  while (taken.has(column)) column++;
  return { column, row };
}

/**
 * Gives every state its place.
 * @throws when a state cannot be reached
 */
export function layOut(startAt: string, states: States): Map<string, Place> {
  const path = happyPath(startAt, states);
  const places = new Map(path.map((name, column): [string, Place] => [name, { column, row: 0 }]));
  const edges = edgesOf(states).filter(({ to }) => !path.includes(to));
  let left = Object.keys(states).filter((name) => !places.has(name));
  while (left.length > 0) {
    const placed = left.filter((name) => {
      const place = placeBelow(name, edges, places);
      if (place !== undefined) places.set(name, place);
      return place !== undefined;
    });
    if (placed.length === 0) throw new Error(`No way leads to ${left.join(', ')}`);
    left = left.filter((name) => !placed.includes(name));
  }
  return places;
}
