import type { ReactNode } from 'react';
import type { CartItem, Content, ProductSection } from '../world/content.js';
import { useLanguage } from './language.js';

/** The products of a message, by their seller's ids: the phone knows no catalogue. */
export function Wares({ sections }: { sections: ProductSection[] }): ReactNode {
  return (
    <ul className="wares">
      {sections.map(({ title, products }, at) => (
        <li key={title ?? at}>
          {title && <strong>{title}</strong>}
          {products.map((product) => (
            <span className="ware" key={product} data-product={product}>
              {product}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** A cart that the person sent. */
export function Cart({ items, text }: { items: CartItem[]; text: string | undefined }): ReactNode {
  const { texts } = useLanguage();
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <>
      <p className="words heading">{texts.cart(pieces)}</p>
      <ul className="wares">
        <li>
          {items.map(({ product, quantity, price, currency }) => (
            <span className="ware" key={product}>
              {quantity} × {product}
              <small>
                {price} {currency}
              </small>
            </span>
          ))}
        </li>
      </ul>
      {text && <p className="words">{text}</p>}
    </>
  );
}

/** A form that the person filled in. */
export function Answers({ fields }: { fields: Record<string, unknown> }): ReactNode {
  const { texts } = useLanguage();
  const shown = Object.entries(fields).filter(([name]) => name !== 'flow_token');
  return (
    <>
      <p className="words heading">{texts.answers}</p>
      <ul className="wares">
        <li>
          {shown.map(([name, value]) => (
            <span className="ware" key={name}>
              {name}
              <small>{typeof value === 'string' ? value : JSON.stringify(value)}</small>
            </span>
          ))}
        </li>
      </ul>
    </>
  );
}

/** What was taken back, or cannot be shown. */
export function Absent({
  content,
}: {
  content: Extract<Content, { type: 'unsupported' | 'gone' }>;
}): ReactNode {
  const { texts } = useLanguage();
  return (
    <p className="words absent">{content.type === 'gone' ? texts.gone : texts.unsupported(content.what)}</p>
  );
}
