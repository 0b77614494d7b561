import { GraphError } from './graph.errors.js';

const INVALID = 'Invalid parameter';

/** A template that Meta refuses: the reason is in the sub-code and in words for a person. */
export function unfitTemplate(subcode: number, title: string, text: string): GraphError {
  return new GraphError(100, { message: INVALID, subcode, forPeople: { title, text } });
}

export function tooLong(what: string, most: number): GraphError {
  return unfitTemplate(2388040, 'Character limit exceeded', `The ${what} has more than ${most} characters.`);
}

export function missingPart(type: string, part: string): GraphError {
  return unfitTemplate(
    2388043,
    'Message template "components" param is missing expected field(s)',
    `component of type ${type} is missing expected field(s) (${part})`,
  );
}

export function alreadyThere(language: string): GraphError {
  return unfitTemplate(
    2388024,
    'Content in this language already exists',
    `There is already ${language} content for this template. You can create a new template and try again.`,
  );
}

export function nameIsBlocked(language: string): GraphError {
  return unfitTemplate(
    2388023,
    'Message template language is being deleted',
    `New ${language} content cannot be added while the existing ${language} content is being deleted. Try again in 4 weeks or create a new message template.`,
  );
}

export function tooMany(): GraphError {
  return unfitTemplate(
    2388019,
    'Message template limit exceeded',
    'This WhatsApp Business account has as many message templates as it may have.',
  );
}

export function cannotChange(text: string): GraphError {
  return unfitTemplate(2388039, "Message template status can't be changed", text);
}

export function notFound(): GraphError {
  return unfitTemplate(2593002, 'Message template not found', 'The message template was not found.');
}
