import { laws } from './laws.ts';
import type { World } from './protocol/records.ts';
import type { OrderGraph } from './search/orders.ts';
import { stepLaws } from './step-laws.ts';

/** A part of docs/verification/model.md that is made of the model, between two comments of its name. */
export type Block = { readonly name: string; readonly text: string };

export const documentPath = 'docs/verification/model.md';

export function blocksOf(graph: OrderGraph): Block[] {
  return [
    { name: 'picture', text: picture(graph) },
    { name: 'laws', text: [...laws, ...stepLaws].map(({ name }) => `- ${name}`).join('\n') },
  ];
}

/** The page with its blocks as they should be. @throws when the page has no place for one */
export function withBlocks(page: string, blocks: readonly Block[]): string {
  return blocks.reduce((text, { name, text: block }) => {
    const begin = `<!-- ${name}: written by \`npm run model -- --document\` -->`;
    const end = `<!-- end of ${name} -->`;
    const [before, rest] = text.split(begin);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`The page has no block named ${name}`);
    return `${before}${begin}\n\n${block}\n\n${end}${after}`;
  }, page);
}

/** Each world by its order and its reservation alone, and every step that leads from one to another. */
function picture({ worlds, edges }: OrderGraph): string {
  const arrows = new Map<string, Set<string>>();
  worlds.forEach((world, number) => {
    for (const { to, label } of edges[number] ?? []) {
      const next = worlds[to];
      if (next === undefined || placeOf(next) === placeOf(world)) continue;
      const arrow = `${placeOf(world)} --> ${placeOf(next)}`;
      arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(wordsFor(label)));
    }
  });
  const lines = [...arrows].map(([arrow, labels]) => `  ${arrow}: ${[...labels].join(', ')}`);
  const ends = [...new Set(worlds.map(placeOf))].map((place) => `  ${place}: ${place.replaceAll('_', ' ')}`);
  return ['```mermaid', 'stateDiagram-v2', ...ends, ...lines, '```'].join('\n');
}

function placeOf({ order, reservation }: World): string {
  const claims = reservation.status === 'Held' ? claimsOf(reservation) : '';
  return `${order.status}_${reservation.status}${claims}`;
}

function claimsOf({ pin, wish, closing }: World['reservation']): string {
  return `${pin ? '_pinned' : ''}${wish === 'none' ? '' : '_wish'}${closing === 'none' ? '' : '_closed'}`;
}

function wordsFor(label: string): string {
  return label.replace(/, asked by .*/, '').replaceAll('_', ' ');
}
