import { createServer } from 'node:http';
import { Pool } from 'undici';

const { GRAPH_BASE_URL: graph, ACCOUNT_ID: account } = process.env;
const FIELDS =
  'id,name,language,status,category,components,parameter_format,quality_score,rejected_reason,last_updated_time';

/** The pages of the account's templates, one after the other, a hundred templates each. */
export async function* pagesOf() {
  const pool = new Pool(graph);
  let after = '';
  do {
    const path = `/v25.0/${account}/message_templates?fields=${FIELDS}&limit=100${after}`;
    const { body } = await pool.request({
      path,
      method: 'GET',
      headers: { authorization: 'Bearer bench-token' },
    });
    const page = await body.json();
    yield page;
    after = page.paging?.next && `&after=${page.paging.cursors.after}`;
  } while (after);
  await pool.close();
}

/** `POST` does the work and answers with how many templates there were. */
export function serveSync(work) {
  const server = createServer((_request, response) => {
    work().then(
      (total) => response.end(JSON.stringify({ total })),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
  });
  process.on('SIGTERM', () => process.exit(0));
}
