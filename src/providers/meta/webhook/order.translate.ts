import type { CartLine, InboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import { asList, asNumberId, asObject, type Json } from '../graph/json.js';
import { boundedOf } from '../../../kernel/text.js';

const TEXT_LENGTH = 1024;
const PRODUCT_LENGTH = 100;
const MOST_LINES = 200;
const MOST_PIECES = 1_000_000;
const DECIMAL = /^\d{1,15}(?:\.\d{1,10})?$/;
const CURRENCY = /^[A-Z]{3}$/;
const DIGITS_AFTER_POINT = 10;

/** A cart; what names no product is no line of it. */
export function cartOf(order: Json): InboundContent | null {
  const catalogId = asNumberId(order['catalog_id']);
  const lines = asList(order['product_items'])
    .slice(0, MOST_LINES)
    .flatMap((item) => lineOf(asObject(item)) ?? []);
  if (!catalogId || lines.length === 0) return null;
  const text = boundedOf(order['text'], TEXT_LENGTH);
  return { kind: 'order', catalogId, ...(text && { text }), lines };
}

function lineOf(item: Json | undefined): CartLine | null {
  const productId = boundedOf(item?.['product_retailer_id'], PRODUCT_LENGTH);
  const quantity = Number(asNumberId(item?.['quantity']));
  if (!item || !productId || !Number.isSafeInteger(quantity) || quantity < 1 || quantity > MOST_PIECES)
    return null;
  const price = decimalOf(item['item_price']);
  const currency = item['currency'];
  const isCurrency = typeof currency === 'string' && CURRENCY.test(currency);
  return { productId, quantity, ...(price && { price }), ...(isCurrency && { currency }) };
}

/** The shortest writing of a number, which is the one that was sent; never with an exponent. */
function decimalOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? plain(value) : value;
  return typeof text === 'string' && DECIMAL.test(text) ? text : undefined;
}

function plain(value: number): string {
  const text = String(value);
  return text.includes('e-') ? value.toFixed(DIGITS_AFTER_POINT).replace(/\.?0+$/, '') : text;
}
