/** The namespace of every metric of Holdfast, and the dimension that each has: the name of the stack. */
export const metricNamespace = 'Holdfast';
export const metricDimension = 'stack';

export type MetricUnit = 'Count' | 'Milliseconds' | 'Seconds';

/** Several values of one metric are told together: CloudWatch takes up to 100 in a line. */
export type Measurement = {
  readonly unit: MetricUnit;
  readonly values: readonly number[];
};

export type MetricContext = {
  readonly stackName: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** What the metrics are told apart by, besides the stack. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** What else the lines tell, which is no metric. */
  readonly facts?: Readonly<Record<string, string | number>>;
};

const valuesPerLine = 100;

/**
 * Log lines in CloudWatch's embedded metric format, of which CloudWatch makes metrics by itself.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLines(
  measurements: Readonly<Record<string, Measurement>>,
  { stackName, timestamp, dimensions = {}, facts = {} }: MetricContext,
): string[] {
  const measured = Object.entries(measurements).filter(([, { values }]) => values.length > 0);
  const lines = Math.max(0, ...measured.map(([, { values }]) => Math.ceil(values.length / valuesPerLine)));
  return Array.from({ length: lines }, (_, line) => {
    const told = measured.flatMap(([name, { unit, values }]) => {
      const part = values.slice(line * valuesPerLine, (line + 1) * valuesPerLine);
      return part.length === 0 ? [] : [{ name, unit, part }];
    });
    const directive = {
      Namespace: metricNamespace,
      Dimensions: [[metricDimension, ...Object.keys(dimensions)]],
      Metrics: told.map(({ name, unit }) => ({ Name: name, Unit: unit })),
    };
    const values = told.map(({ name, part }) => [name, part.length === 1 ? part[0] : part] as const);
    const _aws = { Timestamp: timestamp, CloudWatchMetrics: [directive] };
    return JSON.stringify({
      _aws,
      [metricDimension]: stackName,
      ...dimensions,
      ...facts,
      ...Object.fromEntries(values),
    });
  });
}

/**
 * Writes the lines past the console: Lambda's JSON log format would wrap what the console is given into a message, where
 * CloudWatch finds no metric.
 */
export function emitMetrics(measurements: Readonly<Record<string, Measurement>>, context: MetricContext): void {
  for (const line of metricLines(measurements, context)) process.stdout.write(`${line}\n`);
}

/** One value of a count. */
export function counted(value: number): Measurement {
  return { unit: 'Count', values: [value] };
}

/** One length of time. */
export function seconds(value: number): Measurement {
  return { unit: 'Seconds', values: [value] };
}
