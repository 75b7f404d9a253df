import { useSearchParams } from 'wouter-preact';
import { changed } from '../layout/parameters.ts';
import { isStaff } from '../session/session.ts';
import { readFilters, reasons, statuses } from './filters.ts';

/** Which orders to see; kept in the address, so that a link shows the same. */
export function FilterForm() {
  const [parameters, setParameters] = useSearchParams();
  const { status = '', reason = '', sku = '', buyerId = '' } = readFilters(parameters);
  const choose = (name: string, value: string) =>
    setParameters((before) => changed(before, { [name]: value, cursor: '' }), { replace: true });
  return (
    <search class="filters">
      <Choice name="Status" value={status} values={statuses} choose={(value) => choose('status', value)} />
      <Choice name="Reason" value={reason} values={reasons} choose={(value) => choose('reason', value)} />
      <label>
        SKU
        <input value={sku} onChange={(event) => choose('sku', event.currentTarget.value.trim())} />
      </label>
      {isStaff() && (
        <label>
          Buyer
          <input value={buyerId} onChange={(event) => choose('buyerId', event.currentTarget.value.trim())} />
        </label>
      )}
    </search>
  );
}

type ChoiceProps = {
  readonly name: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly choose: (value: string) => void;
};

function Choice({ name, value, values, choose }: ChoiceProps) {
  return (
    <label>
      {name}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">Any</option>
        {values.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}
