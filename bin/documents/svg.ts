/**
 * Pictures for pages with a light or a dark theme: nothing but mid-tones outside the boxes, since an embedded picture
 * cannot ask the page for its theme.
 */
export type Point = { readonly x: number; readonly y: number };
export type Box = Point & { readonly width: number; readonly height: number };

const lineColour = '#7d8590';
const textColour = '#6e7781';

/** Fill and border by role; the text on all of them is white. */
export const colours = {
  work: '#1f6feb',
  undo: '#9a6700',
  rest: '#57606a',
  good: '#1a7f37',
  bad: '#cf222e',
} as const;
export type Colour = keyof typeof colours;

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A picture of the given size; its title is read aloud where it cannot be seen. */
export function picture(width: number, height: number, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`,
    '  font-family="-apple-system, \'Segoe UI\', \'Noto Sans\', Helvetica, Arial, sans-serif" font-size="13">',
    `  <title>${escapeMarkup(title)}</title>`,
    '  <defs>',
    '    <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
    `      <path d="M0 0 8 4 0 8z" fill="${lineColour}"/>`,
    '    </marker>',
    '  </defs>',
    ...parts.map((part) => `  ${part}`),
    '</svg>',
    '',
  ].join('\n');
}

/** A box with a name, and a smaller line of text below it. */
export function namedBox({ x, y, width, height }: Box, colour: Colour, name: string, detail?: string): string {
  const middle = x + width / 2;
  const nameY = y + height / 2 + (detail === undefined ? 5 : -3);
  const line = `<text x="${middle}" y="${nameY}" fill="#ffffff" font-weight="600" text-anchor="middle">${escapeMarkup(name)}</text>`;
  const rectangle = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7" fill="${colours[colour]}"/>`;
  if (detail === undefined) return rectangle + line;
  const small = `<text x="${middle}" y="${nameY + 18}" fill="#ffffff" font-size="11" text-anchor="middle">`;
  return `${rectangle}${line}${small}${escapeMarkup(detail)}</text>`;
}

/** An arrow with round corners through points that lie level or upright to each other; broken where things go wrong. */
export function arrow(points: readonly Point[], broken = false): string {
  const dash = broken ? ' stroke-dasharray="5 4"' : '';
  const path = points.map((point, index) => corner(points[index - 1], point, points[index + 1])).join(' ');
  return `<path d="${path}" fill="none" stroke="${lineColour}" stroke-width="1.6"${dash} marker-end="url(#tip)"/>`;
}

const radius = 8;

function corner(before: Point | undefined, at: Point, next: Point | undefined): string {
  if (before === undefined) return `M${at.x} ${at.y}`;
  if (next === undefined) return `L${at.x} ${at.y}`;
  const from = towards(at, before);
  const to = towards(at, next);
  return `L${from.x} ${from.y} Q${at.x} ${at.y} ${to.x} ${to.y}`;
}

function towards(at: Point, other: Point): Point {
  return { x: at.x + radius * Math.sign(other.x - at.x), y: at.y + radius * Math.sign(other.y - at.y) };
}

export function label({ x, y }: Point, text: string, anchor: 'start' | 'middle' | 'end' = 'middle'): string {
  return `<text x="${x}" y="${y}" fill="${textColour}" font-size="12" text-anchor="${anchor}">${escapeMarkup(text)}</text>`;
}
