import { enrollmentView, entityView } from './client-view.js';
import type { Client } from './clients.js';
import { enrollmentWords, IMPORT_WORDS, searchWords, since, UID } from './dialect.js';
import { type Call, type Endpoint, flagIn, NO_WORDS, numberIn, okay, stamp, wordIn } from './endpoint.js';
import { pick } from './fields.js';
import { prepareImport } from './importer.js';
import { type Answer, Refusal, webMessage } from './refusal.js';
import { found } from './search.js';

const USUAL = '*,!relationships,!enrollments,!programOwners';
const LARGEST_PAGE = 1_000;

/** The Tracker API. */
export const trackerEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/api/tracker', what: 'create', words: () => IMPORT_WORDS, answer: take },
  { method: 'GET', path: '/api/tracker/trackedEntities', what: 'search', words: searchWords, answer: search },
  {
    method: 'GET',
    path: '/api/tracker/trackedEntities/:id',
    what: 'read',
    words: () => ['program', 'fields'],
    answer: read,
  },
  {
    method: 'GET',
    path: '/api/tracker/enrollments',
    what: 'search',
    words: enrollmentWords,
    answer: enrollments,
  },
  {
    method: 'GET',
    path: '/api/tracker/enrollments/:id',
    what: 'read',
    words: () => ['fields'],
    answer: enrollment,
  },
  { method: 'GET', path: '/api/tracker/jobs/:id', what: 'jobs', words: NO_WORDS, answer: progress },
  {
    method: 'GET',
    path: '/api/tracker/jobs/:id/report',
    what: 'jobs',
    words: () => ['reportMode'],
    answer: report,
  },
];

/** In the background, unless the call says that it waits. */
function take(call: Call): Answer {
  const { register, query, trouble } = call;
  const isAsync = flagIn(query, 'async', true) || trouble?.kind === 'job';
  const work = prepareImport(call);
  if (!isAsync) return work();
  const { id } = register.jobs.add(register.switches.jobMs, () => {
    const answer = work();
    register.tell();
    return answer;
  });
  const response = { responseType: 'TrackerJob', id, location: `/dhis2/api/tracker/jobs/${id}` };
  return okay(webMessage(200, 'Tracker job added', { response }));
}

function search(call: Call): Answer {
  const { query } = call;
  const program = wordIn(query, 'program');
  const rows = found(call);
  return paged(call, rows, 'trackedEntities', (client) =>
    pick(entityView(client, program), wordIn(query, 'fields'), USUAL),
  );
}

/** Old versions call the list `instances` and number its pages beside it. */
function paged<T>(call: Call, rows: readonly T[], key: string, view: (row: T) => unknown): Answer {
  const { query, version } = call;
  const isWhole = flagIn(query, 'skipPaging', false) || !flagIn(query, 'paging', true);
  const isNew = since(version, '2.41');
  const name = isNew ? key : 'instances';
  if (isWhole) return okay({ [name]: rows.map(view) });
  const [page, pageSize] = [numberIn(query, 'page', 1), numberIn(query, 'pageSize', 50)];
  if (pageSize > LARGEST_PAGE && since(version, '2.42')) {
    throw new Refusal(400, `The requested page size must be at most ${LARGEST_PAGE}`);
  }
  const total = flagIn(query, 'totalPages', false)
    ? { total: rows.length, pageCount: Math.ceil(rows.length / pageSize) }
    : {};
  const shown = rows.slice((page - 1) * pageSize, page * pageSize).map(view);
  const pager = { page, pageSize, ...total };
  const isFlat = !since(version, '2.42');
  return okay({ ...(isNew && { pager }), ...(isFlat && pager), [name]: shown });
}

function read(call: Call): Answer {
  const { query, params } = call;
  const client = visible(call, params['id'] ?? '', 'TrackedEntity');
  const program = wordIn(query, 'program');
  if (program !== undefined && !client.enrollments.some((each) => each.program === program)) {
    throw missing('TrackedEntity', client.trackedEntity);
  }
  return okay(pick(entityView(client, program), wordIn(query, 'fields'), USUAL));
}

function enrollments(call: Call): Answer {
  const { query, version } = call;
  if (since(version, '2.43') && wordIn(query, 'program') === undefined) {
    throw new Refusal(400, 'Program is mandatory');
  }
  const entity = wordIn(query, 'trackedEntity');
  const status = wordIn(query, 'status') ?? wordIn(query, 'programStatus');
  const ids =
    entity === undefined
      ? {}
      : since(version, '2.41')
        ? { trackedEntities: entity }
        : { trackedEntity: entity };
  const rows = found({ ...call, query: { ...query, trackedEntity: undefined, ...ids } }).flatMap((client) =>
    client.enrollments
      .filter(({ program }) => program === (wordIn(query, 'program') ?? program))
      .filter((each) => status === undefined || each.status === status)
      .map((each) => enrollmentView(client, each)),
  );
  return paged(call, rows, 'enrollments', (row) => pick(row, wordIn(query, 'fields')));
}

function enrollment(call: Call): Answer {
  const id = call.params['id'] ?? '';
  const owner = call.register.clients.ofEnrollment(id);
  const client = owner && visible(call, owner.trackedEntity, 'Enrollment');
  const own = client?.enrollments.find((each) => each.enrollment === id);
  if (!client || !own) throw missing('Enrollment', id);
  return okay(pick(enrollmentView(client, own), wordIn(call.query, 'fields')));
}

/** A client that is there and may be seen by the account. */
function visible({ register, version }: Call, id: string, kind: string): Client {
  if (since(version, '2.42') && !UID.test(id)) {
    const words = 'UID must be an alphanumeric string of 11 characters starting with a letter.';
    throw new Refusal(400, `Value '${id}' is not valid for path parameter uid. ${words}`);
  }
  const client = register.clients.get(id);
  if (!client || client.deleted || client.hidden) throw missing(kind, id);
  return client;
}

/** E1005 is also what an import says of an unknown type: the same word for two things. */
function missing(kind: string, id: string): Refusal {
  return new Refusal(404, `${kind} with id ${id} could not be found.`, 'E1005');
}

function progress({ register, params }: Call): Answer {
  const job = register.jobs.get(params['id'] ?? '');
  if (!job) return okay([]);
  const line = (level: string, message: string, completed: boolean, at: number): object => {
    return {
      uid: job.id,
      level,
      category: 'TRACKER_IMPORT_JOB',
      time: stamp(at),
      message,
      completed,
      id: job.id,
    };
  };
  const begun = line('INFO', 'Import started', false, job.addedAt);
  return okay(job.report ? [line('INFO', 'Import complete', true, job.endsAt), begun] : [begun]);
}

function report({ register, params }: Call): Answer {
  const job = register.jobs.get(params['id'] ?? '');
  if (!job?.report) throw new Refusal(404, `Summary for job ${params['id']} does not exist`);
  return okay(job.report.body);
}
