import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { Choice } from '../frame/choice.js';
import { PageList } from '../frame/page-list.js';
import { Tag } from '../frame/tag.js';
import { Panes } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { useProductFilter } from './product-filter.js';
import { ProductPane } from './product-pane.js';
import { type ProductFilter, useCategories, useProducts } from './queries.js';
import type { Product } from './shapes.js';

const ACTIVE = ['true', 'false'] as const;

/** The products, and the one that is open. */
export function ProductsView({ current }: { current: string | undefined }): ReactNode {
  const { catalog: words } = useLanguage().texts;
  const [filter, setFilter] = useProductFilter();
  const pages = useProducts(filter);
  const isFiltered = filter.words !== '' || filter.category !== null || filter.active !== null;
  const list = (
    <>
      <Filters filter={filter} change={setFilter} />
      <PageList
        pages={pages}
        label={words.list}
        empty={{ title: words.empty, hint: words.emptyHint[isFiltered ? 'searched' : 'all'] }}
        keyOf={({ id }) => id}
      >
        {(product) => <Entry product={product} isCurrent={product.id === current} />}
      </PageList>
    </>
  );
  const open = current === undefined ? null : <ProductPane key={current} id={current} />;
  return <Panes list={list} open={open} hint={words.choose} />;
}

interface FiltersProps {
  filter: ProductFilter;
  change: (filter: ProductFilter) => void;
}

function Filters({ filter, change }: FiltersProps): ReactNode {
  const { catalog: words, work } = useLanguage().texts;
  const [typed, setTyped] = useState(filter.words);
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        change({ ...filter, words: typed.trim() });
      }}
    >
      <div className="form-line">
        <TextInput
          className="grow"
          type="search"
          label={words.search}
          description={words.searchHint}
          value={typed}
          maxLength={200}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button type="submit">{work.search}</Button>
        <CategoryChoice filter={filter} change={change} />
        <Choice
          label={words.active}
          options={ACTIVE}
          words={words.activeStates}
          all={words.allActive}
          value={filter.active}
          choose={(active) => change({ ...filter, active })}
        />
      </div>
    </form>
  );
}

/** The first categories, and the one that was chosen if it lies deeper. */
function CategoryChoice({ filter, change }: FiltersProps): ReactNode {
  const { catalog: words } = useLanguage().texts;
  const { data: first = [] } = useCategories(null);
  const { category } = filter;
  const deeper = category !== null && first.every(({ id }) => id !== category.id) ? [category] : [];
  const all = [...first, ...deeper];
  return (
    <NativeSelect
      className="choice"
      aria-label={words.category}
      value={category?.id ?? ''}
      onChange={({ currentTarget }) => {
        const chosen = all.find(({ id }) => id === currentTarget.value);
        change({ ...filter, category: chosen === undefined ? null : { id: chosen.id, name: chosen.name } });
      }}
      data={[
        { value: '', label: words.allCategories },
        ...all.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function Entry({ product, isCurrent }: { product: Product; isCurrent: boolean }): ReactNode {
  const { texts, formats } = useLanguage();
  const { catalog: words } = texts;
  const { id, name, sku, price, currency, stock, active } = product;
  return (
    <Link
      href={`/catalog/products/${id}`}
      className="entry"
      aria-current={isCurrent ? 'true' : undefined}
      data-testid="product"
    >
      <span className="entry-line">
        <strong className="cut">{name}</strong>
        <span className="price">{formats.price(price, currency)}</span>
      </span>
      <span className="entry-line">
        <span className="entry-more cut">
          {sku}
          {stock !== null && ` · ${stock === 0 ? words.soldOut : `${words.stock} ${formats.count(stock)}`}`}
        </span>
        {!active && <Tag tone="quiet">{words.offSale}</Tag>}
      </span>
    </Link>
  );
}
