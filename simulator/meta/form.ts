import type { Field } from './field.js';
import { GraphError } from './graph.errors.js';

const MAX = { label: 30, text: 1024 };
const KEYS = [
  'flow_message_version',
  'flow_id',
  'flow_name',
  'flow_cta',
  'flow_token',
  'mode',
  'flow_action',
  'flow_action_payload',
];

/** The action of a message that opens a form. */
export function readForm(action: Field): { label: string; form: string; token?: string; screen?: string } {
  action.only('name', 'parameters').at('name').oneOf('flow');
  const parameters = action.at('parameters').only(...KEYS);
  parameters.at('flow_message_version').oneOf('3');
  const token = parameters.maybe('flow_token');
  const screen = readScreen(parameters);
  return {
    label: parameters.at('flow_cta').text({ label: 'Flow cta', max: MAX.label }),
    form: readName(parameters),
    ...(token.present && { token: token.text({ label: 'Flow token', max: MAX.text }) }),
    ...(screen !== undefined && { screen }),
  };
}

/** By `flow_id` or by `flow_name`: one of them, not both. */
function readName(parameters: Field): string {
  const [id, name] = [parameters.maybe('flow_id'), parameters.maybe('flow_name')];
  if (id.present === name.present) {
    throw new GraphError(id.present ? 131009 : 131008, {
      details: `Param ${parameters.path} must have exactly one of 'flow_id' and 'flow_name'.`,
    });
  }
  return (id.present ? id : name).text({ label: 'Flow', max: MAX.text });
}

function readScreen(parameters: Field): string | undefined {
  const mode = parameters.maybe('mode');
  if (mode.present) mode.oneOf('draft', 'published');
  const [action, payload] = [parameters.maybe('flow_action'), parameters.maybe('flow_action_payload')];
  if (action.present) action.oneOf('navigate', 'data_exchange');
  if (!payload.present) return undefined;
  const data = payload.only('screen', 'data').maybe('data');
  if (data.present && (typeof data.value !== 'object' || Object.keys(data.value ?? {}).length === 0)) {
    throw new GraphError(131009, { details: `Param ${data.path} must be a JSON object that is not empty.` });
  }
  return payload.at('screen').text({ label: 'Screen', max: MAX.text });
}
