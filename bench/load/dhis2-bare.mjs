// Two calls for each person and nothing else: what a register of this latency leaves to whoever keeps nothing.
import http from 'node:http';
import { newIds } from '../../dist/src/providers/dhis2-tracker/register/uid.js';
import { serve } from './orders.mjs';

const SEARCH =
  '/dhis2/api/tracker/trackedEntities?program=uicProgram1&orgUnitMode=ACCESSIBLE&pageSize=5&fields=trackedEntity&filter=uicCodeAttr:eq:';
const IMPORT =
  '/dhis2/api/tracker?async=false&importStrategy=CREATE&atomicMode=ALL&importMode=COMMIT&reportMode=ERRORS';

await serve({ register });

/** @param {{ port: number, token: string, concurrency: number, count: number }} order */
async function register({ port, token, concurrency, count }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
  const headers = { authorization: `ApiToken ${token}`, accept: 'application/json' };
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const code = `BARE${String((next += 1)).padStart(6, '0')}`;
      await ask({ agent, port, headers, path: SEARCH + code });
      await ask({ agent, port, headers, path: IMPORT, body: personOf(code) });
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: concurrency }, lane));
  const rate = (count * 1000) / (performance.now() - begin);
  agent.destroy();
  return { rate };
}

function personOf(code) {
  const { client, enrolment } = newIds();
  const day = new Date().toISOString().slice(0, 10);
  const place = { orgUnit: 'uicOrgUnitA' };
  const values = { uicCodeAttr: code, uicGenderAt: 'FEMALE', uicYearAttr: '7', uicTownAttr: 'KI' };
  const attributes = Object.entries(values).map(([attribute, value]) => ({ attribute, value }));
  const enrollment = {
    enrollment: enrolment,
    program: 'uicProgram1',
    ...place,
    enrolledAt: day,
    occurredAt: day,
    status: 'ACTIVE',
  };
  const person = { trackedEntity: client, trackedEntityType: 'uicPersonTy', ...place, attributes };
  return JSON.stringify({ trackedEntities: [{ ...person, enrollments: [enrollment] }] });
}

function ask({ agent, port, headers, path, body }) {
  const method = body === undefined ? 'GET' : 'POST';
  const more = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const request = http.request(
      { agent, port, method, path, headers: { ...headers, ...more } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () =>
          response.statusCode === 200
            ? resolve()
            : reject(new Error(`${response.statusCode} ${text.slice(0, 500)}`)),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
