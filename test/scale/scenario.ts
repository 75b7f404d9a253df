import type { Demand } from './load/skus.ts';
import type { MappingSettings } from './services/mapping.ts';
import type { Reading } from './services/meter.ts';

/** How an order is reserved: the deployed handler with its SKUs hot, or one transaction for each order. */
export type Path = 'escrow' | 'transaction';

/** One run of the model: what is offered, and to what. The seed decides everything else. */
export type Scenario = {
  readonly seed: string;
  readonly path: Path;
  readonly demand: Demand;
  /** Orders that arrive in a second, or all at once. */
  readonly offered: number | 'at_once';
  readonly orders: number;
  readonly unitsPerSku: number;
  readonly mapping: MappingSettings;
  readonly memoryMegabytes: number;
  /** Partitions at first, and whether the stock items have one of their own each by now. */
  readonly partitions: number;
  readonly isIsolated: boolean;
  readonly tableWriteUnits: number;
  /** Measures a steady state between two instants and stops, or goes on until every order is answered. */
  readonly until: { readonly from: number; readonly to: number } | 'answered';
  /** Every tenth message comes twice, and workers die at every five-hundredth call. */
  readonly hasFaults: boolean;
};

export type Report = {
  /** Virtual seconds that were measured. */
  readonly seconds: number;
  readonly answered: number;
  readonly perSecond: number;
  /** From being visible in the queue to the reservation, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly perOrder: Pick<Reading, 'writeUnits' | 'readUnits' | 'requests' | 'conflicts' | 'throttles'>;
  readonly all: Reading;
  readonly held: number;
  readonly rejected: number;
  /** Messages that went back to the queue, and those that were given up. */
  readonly failures: number;
  readonly deadLetters: number;
  readonly environments: number;
  readonly partitions: number;
  readonly crashes: number;
  readonly duplicates: number;
  /** Units sold that were not there; units that are reserved for nobody; orders whose units were taken twice. */
  readonly oversold: number;
  readonly stranded: number;
  readonly unanswered: number;
};
