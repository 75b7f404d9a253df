type Request = {
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly Select?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
};

/**
 * A read is billed by all that it looked at, of which filters, projections and counts answer only a part: the request
 * that answers all of the same page, or undefined if the request itself does.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.CapacityUnits.html
 */
export function wholeRead(input: unknown, scannedCount: number | undefined): object | undefined {
  const request = input as Request;
  const { FilterExpression, ProjectionExpression, Select, ...rest } = request;
  if (FilterExpression === undefined && ProjectionExpression === undefined && Select !== 'COUNT') return undefined;
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values, ...plain } = rest;
  const isUsed = ([word]: [string, unknown]) =>
    new RegExp(`${word}(?![A-Za-z0-9_])`).test(request.KeyConditionExpression ?? '');
  return {
    ...plain,
    ...given('ExpressionAttributeNames', Object.entries(names ?? {}).filter(isUsed)),
    ...given('ExpressionAttributeValues', Object.entries(values ?? {}).filter(isUsed)),
    ...(scannedCount === undefined || scannedCount === 0 ? {} : { Limit: scannedCount }),
  };
}

/** An empty member would be refused. */
function given(name: string, entries: readonly [string, unknown][]): object {
  return entries.length === 0 ? {} : { [name]: Object.fromEntries(entries) };
}
