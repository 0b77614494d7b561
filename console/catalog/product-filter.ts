import { useSessionStorage } from '@mantine/hooks';
import type { ProductFilter } from './queries.js';

const NONE: ProductFilter = { words: '', category: null, active: null };

/** Which products are looked at; it stays through a new sign-in and ends with the tab. */
export function useProductFilter(): [ProductFilter, (filter: ProductFilter) => void] {
  const [filter, setFilter] = useSessionStorage<ProductFilter>({
    key: 'relais-catalog',
    defaultValue: NONE,
    getInitialValueInEffect: false,
  });
  return [filter, setFilter];
}
