import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Facts } from '../frame/facts.js';
import { PageList } from '../frame/page-list.js';
import { Loaded } from '../frame/panel.js';
import { Tag } from '../frame/tag.js';
import { BackLink } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { useHistory, useProduct } from './queries.js';
import type { Change, Product } from './shapes.js';

/** One product, and how its price and its stock changed. */
export function ProductPane({ id }: { id: string }): ReactNode {
  const { work } = useLanguage().texts;
  const product = useProduct(id);
  return (
    <section className="pane" aria-labelledby="pane-title" data-testid="product-pane">
      <BackLink href="/catalog" label={work.back} />
      <Loaded query={product} height={320}>
        {(read) => (
          <>
            <About product={read} />
            <Changes id={id} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function About({ product }: { product: Product }): ReactNode {
  const { texts, formats } = useLanguage();
  const { catalog: words } = texts;
  const { name, sku, description, price, currency, stock, images, active, syncedAt } = product;
  return (
    <>
      <div className="pane-head">
        <h2 id="pane-title">{name}</h2>
        <Tag tone={active ? 'good' : 'quiet'}>{active ? words.onSale : words.offSale}</Tag>
      </div>
      {description !== '' && <Text size="sm">{description}</Text>}
      <Facts
        facts={[
          { label: words.price, value: formats.price(price, currency) },
          {
            label: words.stock,
            value: stock === null ? words.uncounted : stock === 0 ? words.soldOut : formats.count(stock),
            isBad: stock === 0,
          },
          { label: words.sku, value: <span className="mono">{sku}</span> },
          { label: words.images, value: words.imageCount(images.length) },
          { label: words.synced, value: formats.moment(syncedAt) },
        ]}
      />
    </>
  );
}

function Changes({ id }: { id: string }): ReactNode {
  const { catalog: words } = useLanguage().texts;
  const pages = useHistory(id);
  return (
    <section aria-labelledby="changes-title">
      <h3 id="changes-title">{words.history}</h3>
      <PageList
        pages={pages}
        label={words.history}
        empty={{ title: words.noHistory, hint: '' }}
        keyOf={(change) => change.id}
      >
        {(change) => <ChangeLine change={change} />}
      </PageList>
    </section>
  );
}

function ChangeLine({ change: { field, from, to, changedAt } }: { change: Change }): ReactNode {
  const { texts, formats } = useLanguage();
  const { catalog: words } = texts;
  const shown = (value: string | null): string => {
    if (value === null) return words.uncounted;
    if (field === 'active') return value === 'true' ? words.onSale : words.offSale;
    if (field === 'stock') return formats.count(Number(value));
    const [amount = '', currency = ''] = value.split(' ');
    return formats.price(amount, currency);
  };
  return (
    <div className="entry" data-testid="change">
      <span className="entry-line">
        <span>
          {words.fields[field]} : <span aria-hidden="true">{words.became(shown(from), shown(to))}</span>
          <span className="unseen">{words.becameSpoken(shown(from), shown(to))}</span>
        </span>
        <time className="row-time" dateTime={changedAt}>
          {formats.moment(changedAt)}
        </time>
      </span>
    </div>
  );
}
