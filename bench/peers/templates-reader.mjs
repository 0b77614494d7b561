// The least that a copy of templates costs: every page is read and parsed, nothing is kept.
import { pagesOf, serveSync } from './templates-api.mjs';

serveSync(async () => {
  let total = 0;
  for await (const { data } of pagesOf()) total += data.length;
  return total;
});
