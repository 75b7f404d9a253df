import { changesNothing, type EngineRecord, type StreamRecord } from './stream-record.ts';
import type { StreamSourceDefinition } from './stream-source-definition.ts';

/** Whether the function of an event source gets to see a record: a filter matches it, and something changed. */
export function isWanted(
  engineRecord: EngineRecord,
  record: StreamRecord,
  { filters }: Pick<StreamSourceDefinition, 'filters'>,
): boolean {
  const matches = filters.length === 0 || filters.some((filter) => filter(record));
  return matches && !changesNothing(engineRecord);
}
