import { Button, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Empty, Loaded } from '../frame/panel.js';
import { useLanguage } from '../words/language.js';
import { useProductFilter } from './product-filter.js';
import { useCategories } from './queries.js';
import type { Category } from './shapes.js';

/** The categories in which something is on sale, level by level. */
export function CategoriesView(): ReactNode {
  const { catalog: words } = useLanguage().texts;
  const first = useCategories(null);
  return (
    <div className="pane-list">
      <Loaded query={first} height={200}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={words.noShelves} hint={words.noShelvesHint} />
          ) : (
            <Shelves list={list} label={words.sections.categories} />
          )
        }
      </Loaded>
    </div>
  );
}

function Shelves({ list, label }: { list: readonly Category[]; label: string }): ReactNode {
  return (
    <ul aria-label={label}>
      {list.map((category) => (
        <Shelf key={category.id} category={category} />
      ))}
    </ul>
  );
}

function Shelf({ category: { id, name, products } }: { category: Category }): ReactNode {
  const { texts, formats } = useLanguage();
  const { catalog: words } = texts;
  const [isOpen, setOpen] = useState(false);
  const [filter, setFilter] = useProductFilter();
  const [, go] = useLocation();
  const show = (): void => {
    setFilter({ ...filter, words: '', category: { id, name } });
    go('/catalog');
  };
  return (
    <li>
      <div className="shelf">
        <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}&nbsp;</span> {name}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${words.showProducts} – ${name}`}
          onClick={show}
        >
          {words.shelfCount(products, formats.count(products))}
        </Button>
      </div>
      {isOpen && <Inside id={id} name={name} />}
    </li>
  );
}

function Inside({ id, name }: { id: string; name: string }): ReactNode {
  const { catalog: words } = useLanguage().texts;
  const inside = useCategories(id);
  return (
    <div className="shelf-inside">
      <Loaded query={inside} height={40}>
        {(list) =>
          list.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.nothingInside}
            </Text>
          ) : (
            <Shelves list={list} label={words.inside(name)} />
          )
        }
      </Loaded>
    </div>
  );
}
