import type { Finding } from '../../../dhis2/dhis2.port.js';
import { plainName } from '../../../kernel/text.js';
import { attributesOf, type TrackerPlan } from '../plan/tracker-plan.js';
import type { Program, ProgramAttribute } from '../server/program.js';
import { failed, ok, someOf, warning } from './finding.js';

/** The program, and all that a registration fills in. */
export function programFindings(program: Program, plan: TrackerPlan): Finding[] {
  return [
    ...programItself(program, plan),
    ...codeFindings(program, plan),
    ...placeFindings(program, plan),
    mandatoryFinding(program, plan),
    ...Object.entries(plan.attributes.answers).flatMap(([key, { attribute, options }]) =>
      optionFindings(key, program.attributes.get(attribute), options),
    ),
  ];
}

function programItself(program: Program, plan: TrackerPlan): Finding[] {
  const name = named(program.name, plan.program);
  const findings = [ok(`Le programme est visible : ${name}.`)];
  if (program.type !== null && program.type !== plan.trackedEntityType)
    findings.push(
      failed(
        `Le programme est fait pour le type d’entité ${program.type}, le fichier dit ${plan.trackedEntityType} (E1022).`,
        'Corrigez trackedEntityType dans DHIS2_CONFIG_FILE.',
      ),
    );
  if (program.type === null)
    findings.push(
      failed(
        'Le programme n’inscrit personne : c’est un programme d’événements.',
        'Choisissez un programme de suivi.',
      ),
    );
  if (program.accessLevel === 'PROTECTED' || program.accessLevel === 'CLOSED')
    findings.push(
      warning(
        `L’accès du programme est ${program.accessLevel} : des clients d’ailleurs restent invisibles au compte.`,
        'C’est permis : un code déjà porté par un client invisible attend alors la décision d’une personne.',
      ),
    );
  if (program.fewestToSearch > 1)
    findings.push(
      warning(
        `Le programme demande ${program.fewestToSearch} attributs pour chercher ; Relais n’en donne qu’un, le code.`,
        'Mettez à 1 le nombre minimal d’attributs de recherche du programme.',
      ),
    );
  return findings;
}

function codeFindings({ attributes }: Program, plan: TrackerPlan): Finding[] {
  const { code } = plan.attributes;
  const attribute = attributes.get(code);
  if (attribute === undefined)
    return [
      failed(
        `L’attribut du code, ${code}, n’appartient ni au programme ni au type d’entité.`,
        'Ajoutez-le au programme dans DHIS2, ou corrigez attributes.code dans DHIS2_CONFIG_FILE.',
      ),
    ];
  const name = named(attribute.name, code);
  return [
    ok(`L’attribut du code est là : ${name}, ${attribute.unique ? 'unique' : 'non unique'}.`),
    ...kindFindings(name, attribute),
    ...uniqueFindings(attribute, plan),
  ];
}

function kindFindings(
  name: string,
  { valueType, generated, searchable, unique }: ProgramAttribute,
): Finding[] {
  const findings: Finding[] = [];
  if (!/^(LONG_)?TEXT$/.test(valueType))
    findings.push(failed(`Le type de ${name} est ${valueType} (E1007).`, 'Il doit être TEXT.'));
  if (generated)
    findings.push(
      failed(
        `DHIS2 produit lui-même les valeurs de ${name}.`,
        'Enlevez « générer automatiquement » : Relais donne le code.',
      ),
    );
  if (!searchable && !unique)
    findings.push(
      failed(
        `${name} n’est pas « recherchable » : les clients hors de l’unité du compte ne seraient pas trouvés.`,
        'Cochez « recherchable » dans le programme et dans le type d’entité.',
      ),
    );
  return findings;
}

function uniqueFindings({ unique }: ProgramAttribute, { uniqueCode }: TrackerPlan): Finding[] {
  if (uniqueCode !== undefined && uniqueCode !== unique)
    return [
      failed(
        `Le fichier dit uniqueCode: ${uniqueCode}, mais dans DHIS2 l’attribut est ${unique ? 'unique' : 'non unique'}.`,
        'Enlevez uniqueCode du fichier : Relais le lit dans DHIS2.',
      ),
    ];
  if (!unique) return [];
  return [
    warning(
      'Le code est unique dans DHIS2 : deux personnes au même code demanderont une décision à chaque fois.',
      'Mieux vaut un attribut non unique et recherchable ; voyez docs/operate/dhis2-tracker.md.',
    ),
  ];
}

/** Every attribute of the file has a place with the client or with the enrolment. */
function placeFindings({ attributes }: Program, plan: TrackerPlan): Finding[] {
  const [, ...others] = attributesOf(plan);
  const lost = others.filter(({ uid }) => {
    const attribute = attributes.get(uid);
    return attribute === undefined || !(attribute.ofType || plan.enrol);
  });
  return lost.map(({ uid, path }) =>
    failed(
      `${path.join('.')} : l’attribut ${uid} n’appartient ${plan.enrol ? 'ni au programme ni' : 'pas'} au type d’entité (E1019).`,
      'Ajoutez-le dans DHIS2, ou corrigez DHIS2_CONFIG_FILE.',
    ),
  );
}

function mandatoryFinding({ attributes }: Program, plan: TrackerPlan): Finding {
  const filled = new Set(attributesOf(plan).map(({ uid }) => uid));
  const needed = [...attributes.values()].filter(
    ({ mandatory, ofType }) => mandatory && (ofType || plan.enrol),
  );
  const missing = needed.filter(({ uid, generated }) => !filled.has(uid) && !generated);
  if (missing.length === 0) return ok(`Les attributs obligatoires (${needed.length}) ont tous une source.`);
  return failed(
    `Attributs obligatoires sans source : ${someOf(missing.map(({ name, uid }) => named(name, uid)))} (E1018).`,
    'Donnez-leur une réponse (attributes.answers) ou une valeur (attributes.constants), ou rendez-les facultatifs dans DHIS2.',
  );
}

function optionFindings(
  key: string,
  attribute: ProgramAttribute | undefined,
  mapped: Readonly<Record<string, string>> | undefined,
): Finding[] {
  if (attribute === undefined || attribute.options === null) return [];
  const { options, name } = attribute;
  if (mapped === undefined)
    return [
      warning(
        `La réponse « ${key} » va telle quelle dans ${named(name, attribute.uid)}, qui n’accepte que ses options.`,
        `Ajoutez attributes.answers.${key}.options, de la réponse vers le code de l’option.`,
      ),
    ];
  const unknown = Object.values(mapped).filter((code) => !options.includes(code));
  if (unknown.length === 0)
    return [ok(`Les options de « ${key} » existent toutes dans DHIS2 (${Object.keys(mapped).length}).`)];
  return [
    failed(
      `Options de « ${key} » que DHIS2 ne connaît pas : ${someOf(unknown)} (E1125).`,
      `DHIS2 connaît : ${someOf(options)}. Corrigez attributes.answers.${key}.options.`,
    ),
  ];
}

function named(name: string, uid: string): string {
  const shown = plainName(name);
  return shown === undefined || shown === uid ? uid : `« ${shown} » (${uid})`;
}
