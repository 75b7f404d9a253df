import { sagaDefinition, sagaFunctions } from '../../lib/saga-definition.ts';
import { type Edge, edgesOf, layOut, type Place } from './saga-layout.ts';
import { arrow, type Box, label, namedBox, type Point, picture } from './svg.ts';

const boxWidth = 190;
const boxHeight = 52;
const columnWidth = 270;
const rowHeight = 110;
const margin = 30;

function boxOf({ column, row }: Place): Box {
  return { x: margin + column * columnWidth, y: margin + row * rowHeight, width: boxWidth, height: boxHeight };
}

/** How far from the middle of a box's edge an arrow arrives that comes from the side. */
const aside = 45;

function along(from: Box, to: Box): Point[] {
  const y = from.y + boxHeight / 2;
  return [
    { x: from.x + boxWidth, y },
    { x: to.x - 1, y },
  ];
}

function downwards(from: Box, to: Box): Point[] {
  const start = { x: from.x + boxWidth / 2, y: from.y + boxHeight };
  const end = { x: to.x + boxWidth / 2 + aside * Math.sign(from.x - to.x), y: to.y - 1 };
  const level = to.y - 26;
  return start.x === end.x ? [start, end] : [start, { x: start.x, y: level }, { x: end.x, y: level }, end];
}

/** Back to the happy path, between two columns. */
function upwards(from: Box, to: Box): Point[] {
  const start = { x: from.x + boxWidth, y: from.y + boxHeight / 2 };
  const end = { x: to.x - 1, y: to.y + boxHeight - 10 };
  const between = to.x - (columnWidth - boxWidth) / 2;
  return [start, { x: between, y: start.y }, { x: between, y: end.y }, end];
}

function edgeParts({ label: text, broken }: Edge, from: Box, to: Box): string[] {
  if (to.y === from.y) return [arrow(along(from, to), broken)];
  const up = to.y < from.y;
  const beside = up
    ? { x: from.x + boxWidth + 12, y: from.y + boxHeight / 2 - 7 }
    : { x: from.x + boxWidth / 2 + 10, y: from.y + boxHeight + 18 };
  return [
    arrow(up ? upwards(from, to) : downwards(from, to), broken),
    ...(text === '' ? [] : [label(beside, text, 'start')]),
  ];
}

/** The saga's picture, drawn from the definition that is deployed. */
export function sagaPicture(): string {
  const { StartAt, States } = sagaDefinition({ sagaTimeoutSeconds: 240, orchestration: 'standard' });
  const places = layOut(StartAt, States);
  const boxes = new Map([...places].map(([name, place]) => [name, boxOf(place)]));
  const functionNames = new Map<string, string>(Object.entries(sagaFunctions));
  const columns = Math.max(...[...places.values()].map(({ column }) => column)) + 1;
  const rows = Math.max(...[...places.values()].map(({ row }) => row)) + 1;
  const edges = edgesOf(States).flatMap((edge) => {
    const from = boxes.get(edge.from);
    const to = boxes.get(edge.to);
    return from === undefined || to === undefined ? [] : edgeParts(edge, from, to);
  });
  const states = [...boxes].map(([name, box]) =>
    namedBox(box, colourOf(places.get(name), functionNames.has(name)), name, functionNames.get(name)),
  );
  const width = 2 * margin + (columns - 1) * columnWidth + boxWidth;
  const height = 2 * margin + (rows - 1) * rowHeight + boxHeight;
  return picture(width, height, 'The payment saga: three states when all goes well, and what undoes them', [
    ...edges,
    ...states,
  ]);
}

function colourOf(place: Place | undefined, isTask: boolean) {
  if (!isTask) return 'rest';
  return place?.row === 0 ? 'work' : 'undo';
}
