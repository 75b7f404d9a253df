import { replayCommand } from './options.ts';
import type { Shrunk } from './shrink.ts';
import { inWords } from './step.ts';
import type { Climate, World } from './world.ts';

const mostViolations = 12;

/** A world that broke something, for people: what, by which steps, and how to have it again. */
export function describeFailure(
  { seed, number, climate }: { readonly seed: number; readonly number: number; readonly climate: Climate },
  { settings, items, steps }: World,
  { violations, path, tried, steps: fewest }: Shrunk,
): string {
  const isShorter = fewest.length < steps.length;
  return [
    `World ${number} of seed ${seed} broke what must hold:`,
    ...indented(violations.slice(0, mostViolations)),
    ...(violations.length > mostViolations ? [`  and ${violations.length - mostViolations} more`] : []),
    '',
    isShorter
      ? `Of its ${steps.length} steps these ${fewest.length} are enough, as far as ${tried} tries found:`
      : `None of ${tried} shorter lists of steps did; its ${steps.length} steps, many of them at the same time:`,
    ...fewest.map((step, index) => `${String(index + 1).padStart(6)}. ${inWords(step)}`),
    `Items have at first: ${items.map(({ units }, index) => `${units} of item ${index}`).join(', ')}`,
    `Settings: ${Object.entries(settings)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
    '',
    'Again, the whole world and these steps:',
    `  ${replayCommand(seed, number, climate)}`,
    ...(isShorter ? [`  ${replayCommand(seed, number, climate, path)}`] : []),
  ].join('\n');
}

function indented(texts: readonly string[]): string[] {
  return texts.map((text) => text.replaceAll(/^/gm, '  '));
}
