import { RedriveError } from './redrive-error.ts';

/** What can wait for a person; `unknown` is a letter that nothing of the stack would have written. */
export const kinds = ['consumer', 'schedule', 'execution', 'stream', 'order'] as const;
export type Kind = (typeof kinds)[number] | 'unknown';

export type Options = {
  readonly place:
    | { readonly kind: 'local'; readonly baseUrl: string }
    | { readonly kind: 'aws'; readonly stack: string; readonly region: string | undefined };
  readonly action: 'help' | 'list' | 'redrive' | 'discard';
  /** Empty for all of them. */
  readonly kinds: readonly Kind[];
  readonly orderId: string | undefined;
  /** The letter to throw away. */
  readonly messageId: string | undefined;
  readonly json: boolean;
};

export const defaultUrl = 'http://127.0.0.1:3000';

export const usage = `Lists what waits for a person: dead letters of every kind, and orders that are stuck. Redrives what you choose.

  npm run redrive                               lists, and changes nothing
  npm run redrive -- --all                      redrives everything
  npm run redrive -- --kind consumer            redrives one kind: ${kinds.join(', ')}
  npm run redrive -- --order <orderId>          redrives what names one order
  npm run redrive -- --list --kind stream       lists a selection, and changes nothing
  npm run redrive -- --discard <messageId>      prints one letter, and throws it away

  --stack <name>     a stack in AWS, with your credentials; without it, the local run at BASE_URL (${defaultUrl})
  --region <region>  the stack's region, unless your environment says it
  --json             prints one JSON document, with the letters themselves`;

const switches = ['--all', '--list', '--json', '--help'] as const;
const withValues = {
  '--kind': 'consumer',
  '--order': '<orderId>',
  '--discard': '<messageId>',
  '--stack': 'Holdfast',
  '--region': 'us-east-1',
};

type Given = { readonly flags: ReadonlySet<string>; readonly values: ReadonlyMap<string, readonly string[]> };

/**
 * Reads the command line.
 * @throws {RedriveError} that names the flag
 */
export function readOptions(parameters: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const given = tokenize(parameters);
  const one = (flag: string) => single(given, flag);
  checkCombination(given);
  const messageId = one('--discard');
  const selects = ['--all', '--kind', '--order'].some((flag) => given.flags.has(flag) || given.values.has(flag));
  const redrives = selects && !given.flags.has('--list');
  const action = messageId !== undefined ? 'discard' : redrives ? 'redrive' : 'list';
  return {
    place: readPlace(one('--stack'), one('--region'), environment),
    action: given.flags.has('--help') ? 'help' : action,
    kinds: (given.values.get('--kind') ?? []).map(readKind),
    orderId: readOrderId(one('--order')),
    messageId,
    json: given.flags.has('--json'),
  };
}

function tokenize(parameters: readonly string[]): Given {
  const flags = new Set<string>();
  const values = new Map<string, readonly string[]>();
  for (let index = 0; index < parameters.length; index++) {
    const [flag = '', ...inline] = (parameters[index] ?? '').split('=');
    if (switches.some((known) => known === flag) && inline.length === 0) flags.add(flag);
    else if (isWithValue(flag)) {
      const value = inline.length > 0 ? inline.join('=') : parameters[++index];
      if (value === undefined || value === '' || value.startsWith('--')) {
        throw new RedriveError(`${flag} needs a value, such as ${flag} ${withValues[flag]}`);
      }
      values.set(flag, [...(values.get(flag) ?? []), value]);
    } else throw new RedriveError(`${parameters[index]} is no option: npm run redrive -- --help lists them`);
  }
  return { flags, values };
}

function isWithValue(flag: string): flag is keyof typeof withValues {
  return Object.hasOwn(withValues, flag);
}

function single({ values }: Given, flag: string): string | undefined {
  const [value, second] = values.get(flag) ?? [];
  if (second !== undefined) throw new RedriveError(`${flag} is given twice, as ${value} and ${second}: give it once`);
  return value;
}

function checkCombination({ flags, values }: Given): void {
  const given = (flag: string) => flags.has(flag) || values.has(flag);
  const refused = (one: string, other: string, because: string) => {
    if (given(one) && given(other)) throw new RedriveError(`${one} and ${other} do not go together: ${because}`);
  };
  refused('--all', '--kind', 'leave out --all to redrive one kind');
  refused('--all', '--order', 'leave out --all to redrive what names one order');
  refused('--all', '--list', 'leave out --all to list, or --list to redrive');
  for (const flag of ['--all', '--list', '--kind', '--order'])
    refused('--discard', flag, 'one letter is thrown away at a time');
  if (given('--region') && !given('--stack')) {
    throw new RedriveError('--region is of a stack in AWS: give its name too, such as --stack Holdfast');
  }
}

function readPlace(
  stack: string | undefined,
  region: string | undefined,
  environment: NodeJS.ProcessEnv,
): Options['place'] {
  if (stack !== undefined) return { kind: 'aws', stack, region };
  const baseUrl = environment.BASE_URL || defaultUrl;
  if (!URL.canParse(baseUrl)) throw new RedriveError(`BASE_URL is ${baseUrl}: set it to a URL such as ${defaultUrl}`);
  return { kind: 'local', baseUrl };
}

function readKind(value: string): Kind {
  const kind = kinds.find((known) => known === value);
  if (kind === undefined) throw new RedriveError(`--kind is ${value}: it must be one of ${kinds.join(', ')}`);
  return kind;
}

function readOrderId(value: string | undefined): string | undefined {
  if (value === undefined || /^[a-z2-7]{32}$/.test(value)) return value;
  throw new RedriveError(`--order is ${value}: an order id has 32 characters, from a to z and from 2 to 7`);
}
