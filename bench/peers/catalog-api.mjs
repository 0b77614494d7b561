import { Pool } from 'undici';

const { INVENTORY_URL: url, PAGE_SIZE: size } = process.env;

/** The pages of the inventory's products, one after the other, the next asked for while this one is worked on. */
export async function* pagesOf(most = Infinity) {
  const pool = new Pool(url);
  const page = async (number) => {
    const { body } = await pool.request({
      path: `/products/?page=${number}&page_size=${size}`,
      method: 'GET',
      headers: { 'x-api-key': 'bench-key' },
    });
    return body.json();
  };
  let next = page(1);
  for (let number = 2, count = 0; next !== null && count < most; number += 1) {
    const { results, next: more } = await next;
    next = more === null ? null : page(number);
    count += results.length;
    yield results;
  }
  await next?.catch(() => undefined);
  await pool.close();
}
