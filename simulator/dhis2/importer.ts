import { newClient } from './clients.js';
import { type Call, choiceIn, flagIn } from './endpoint.js';
import { enrollmentFaults } from './enrollment-checks.js';
import { entityFaults } from './entity-checks.js';
import { type ImportCase, STRATEGIES } from './import-case.js';
import { commit, valuesOf } from './import-commit.js';
import { doneReport, fault, type Outcome, refusedReport } from './import-report.js';
import { CODE } from './metadata.js';
import { type Payload, readPayload } from './payload.js';
import { type Answer, Refusal } from './refusal.js';
import { newUid } from './uid.js';

/** Reads an import; the work is done when the function that comes back is called: at once, or in the background. */
export function prepareImport(call: Call): () => Answer {
  const { register, query, version, body } = call;
  const isDryRun = choiceIn(query, 'importMode', ['COMMIT', 'VALIDATE']) === 'VALIDATE';
  const isAllOrNothing = choiceIn(query, 'atomicMode', ['ALL', 'OBJECT']) === 'ALL';
  const strategy = choiceIn(query, 'importStrategy', STRATEGIES);
  const unitScheme = choiceIn(query, 'orgUnitIdScheme', ['UID', 'CODE']);
  checkRest(call);
  const payload = readPayload(body, version);
  if (strategy === 'DELETE' && payload.enrollments.length > 0) {
    throw new Refusal(501, 'Deleting single enrollments is not played');
  }
  return () => {
    if (!isDryRun) spoil(call, payload);
    const { switches, clients, settings } = register;
    const now = register.now();
    const given = { switches, clients, payload, strategy, unitScheme, user: settings.username, now };
    const outcomes = judge(given);
    const isRefused = isAllOrNothing && outcomes.some(({ faults }) => faults.length > 0);
    if (isRefused) return refusedReport(outcomes, version);
    if (!isDryRun) commit(given, outcomes);
    return doneReport(outcomes, version, isDryRun);
  };
}

/** Words that change nothing here must be right all the same. */
function checkRest({ query }: Call): void {
  choiceIn(query, 'reportMode', ['ERRORS', 'FULL', 'WARNINGS']);
  choiceIn(query, 'validationMode', ['FULL', 'FAIL_FAST', 'SKIP']);
  choiceIn(query, 'flushMode', ['AUTO', 'OBJECT']);
  for (const name of ['skipPatternValidation', 'skipSideEffects', 'skipRuleEngine'])
    flagIn(query, name, false);
  for (const name of ['idScheme', 'programIdScheme', 'programStageIdScheme', 'dataElementIdScheme']) {
    choiceIn(query, name, ['UID']);
  }
}

/** A moment before: somebody else enters the same code, or the id is used and deleted. */
function spoil({ register, trouble }: Call, { entities }: Payload): void {
  if (trouble?.kind !== 'rival' && trouble?.kind !== 'deleted') return;
  const now = register.now();
  for (const { trackedEntity, orgUnit = '', trackedEntityType = '', attributes } of entities) {
    const code = attributes.filter(({ attribute }) => attribute === CODE);
    const common = { trackedEntityType, orgUnit, createdAt: now };
    if (trouble.kind === 'rival') {
      const hidden = trouble.hidden ?? false;
      register.clients.put(
        newClient({ ...common, trackedEntity: newUid(), values: valuesOf({}, code), hidden }),
      );
    } else if (!register.clients.get(trackedEntity)) {
      register.clients.put(newClient({ ...common, trackedEntity, deleted: true }));
    }
  }
}

function judge(given: ImportCase): Outcome[] {
  const { payload, clients, strategy } = given;
  const entities = payload.entities.map((entity): Outcome => {
    const faults = entityFaults(entity, given);
    const done =
      strategy === 'DELETE' ? 'deleted' : clients.get(entity.trackedEntity) ? 'updated' : 'created';
    return {
      trackerType: 'TRACKED_ENTITY',
      uid: entity.trackedEntity,
      faults,
      done: faults.length > 0 ? 'ignored' : done,
    };
  });
  const lost = new Set(entities.filter(({ faults }) => faults.length > 0).map(({ uid }) => uid));
  const enrollments = payload.enrollments.map((enrollment): Outcome => {
    const { enrollment: uid, trackedEntity = '' } = enrollment;
    const own = enrollmentFaults(enrollment, given);
    const isOrphan = own.length === 0 && lost.has(trackedEntity) && !clients.get(trackedEntity);
    const words =
      'ENROLLMENT {0} cannot be persisted because TRACKED_ENTITY {1} referenced by it cannot be persisted';
    const faults = isOrphan ? [fault('E5000', words, uid, trackedEntity)] : own;
    const done = clients.ofEnrollment(uid) ? 'updated' : 'created';
    return { trackerType: 'ENROLLMENT', uid, faults, done: faults.length > 0 ? 'ignored' : done };
  });
  return [...entities, ...enrollments];
}
