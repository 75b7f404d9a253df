import type { Order } from '../../api/schemas.ts';
import { type SagaPath, sagaPath } from './path.ts';
import { type SagaState, sagaStates, sagaWays } from './states.ts';

const box = { width: 196, height: 38 };
const cell = { width: 232, height: 68 };
const margin = 12;
const picture = { width: 2 * cell.width + box.width + 2 * margin, height: 4 * cell.height + box.height + 2 * margin };

/** The saga as a graph: the path taken is drawn strongly, and the state that is at work is marked. */
export function SagaGraph({ order }: { readonly order: Order }) {
  const path = sagaPath(order);
  return (
    <section>
      <h2>Saga</h2>
      <p>{describe(path)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls on a phone must be reachable with the keyboard */}
      <section class="saga" aria-label="The saga as a graph" tabIndex={0}>
        <svg viewBox={`0 0 ${picture.width} ${picture.height}`} role="img" aria-label={describe(path)}>
          {sagaWays.map(([from, to]) => (
            <path key={`${from} ${to}`} class={isTaken(path, from, to) ? 'way taken' : 'way'} d={curve(from, to)} />
          ))}
          {stateNames.map((name) => (
            <State key={name} name={name} path={path} />
          ))}
        </svg>
      </section>
    </section>
  );
}

const stateNames = Object.keys(sagaStates).filter((name): name is SagaState => name in sagaStates);

function State({ name, path }: { readonly name: SagaState; readonly path: SagaPath }) {
  const { x, y } = corner(name);
  const isCurrent = path.isUnderWay && path.states.at(-1) === name;
  const look = isCurrent ? 'state current' : path.states.includes(name) ? 'state taken' : 'state';
  return (
    <g class={look}>
      <rect x={x} y={y} width={box.width} height={box.height} rx={6} />
      <text x={x + box.width / 2} y={y + box.height / 2 + 5} text-anchor="middle">
        {name}
      </text>
    </g>
  );
}

function corner(name: SagaState) {
  const { column, row } = sagaStates[name];
  return { x: margin + column * cell.width, y: margin + row * cell.height };
}

function isTaken({ states }: SagaPath, from: SagaState, to: SagaState): boolean {
  return states.some((state, index) => state === from && states[index + 1] === to);
}

/** From the side to the side within a row, otherwise from below to above. */
function curve(from: SagaState, to: SagaState): string {
  const [start, end] = [corner(from), corner(to)];
  if (start.y === end.y) {
    const y = start.y + box.height / 2;
    return `M${start.x + box.width} ${y}H${end.x}`;
  }
  if (end.y < start.y) {
    const [x, y] = [start.x + box.width, start.y + box.height / 2];
    const target = { x: end.x + 24, y: end.y + box.height };
    return `M${x} ${y}C${target.x} ${y} ${target.x} ${y} ${target.x} ${target.y}`;
  }
  const [x, y] = [start.x + box.width / 2, start.y + box.height];
  const target = { x: end.x + box.width / 2, y: end.y };
  const middle = (y + target.y) / 2;
  return `M${x} ${y}C${x} ${middle} ${target.x} ${middle} ${target.x} ${target.y}`;
}

function describe({ states, isUnderWay }: SagaPath): string {
  if (states.length === 0) return 'The saga has not begun: it pays for what is reserved.';
  return `${isUnderWay ? 'Under way' : 'Ended'}: ${states.join(' → ')}`;
}
