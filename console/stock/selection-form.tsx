import { useSearchParams } from 'wouter-preact';
import { changed } from '../layout/parameters.ts';
import { readSelection, sortings } from './selection.ts';

/** Search, order and filter; they are kept in the address, so that a link shows the same. */
export function SelectionForm() {
  const [parameters, setParameters] = useSearchParams();
  const { search, sorting, isLowOnly } = readSelection(parameters);
  const choose = (name: string, value: string) =>
    setParameters((before) => changed(before, { [name]: value, page: '' }), { replace: true });
  return (
    <search class="filters">
      <label>
        Search
        <input
          type="search"
          value={search}
          placeholder="Name or SKU"
          onInput={(event) => choose('search', event.currentTarget.value)}
        />
      </label>
      <label>
        Sort by
        <select value={sorting} onChange={(event) => choose('sort', event.currentTarget.value)}>
          {Object.entries(sortings).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={isLowOnly}
          onChange={(event) => choose('low', event.currentTarget.checked ? 'yes' : '')}
        />
        Low stock only
      </label>
    </search>
  );
}
