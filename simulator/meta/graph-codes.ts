/** What Meta answers with an error code. */
export interface GraphCode {
  /** HTTP status of the answer. */
  status: number;
  title: string;
  details?: string;
  transient?: boolean;
  subcode?: number;
}

const CODES: Record<number, GraphCode> = {
  1: { status: 400, title: 'Invalid request or possible server error' },
  2: { status: 503, title: 'Service temporarily unavailable', transient: true },
  4: { status: 400, title: 'Application request limit reached', transient: true },
  10: { status: 403, title: 'Application does not have permission for this action' },
  33: { status: 400, title: 'Parameter value is not valid' },
  100: { status: 400, title: 'Invalid parameter' },
  104: { status: 401, title: 'An access token is required to request this resource.' },
  190: { status: 401, title: 'Invalid OAuth access token - Cannot parse access token' },
  200: { status: 403, title: 'Permissions error' },
  368: {
    status: 403,
    title: 'Temporarily blocked for policies violations',
    details: 'The account has been restricted.',
  },
  101: { status: 400, title: 'Error validating application' },
  613: { status: 400, title: 'Calls to this api have exceeded the rate limit.', transient: true },
  80007: {
    status: 400,
    title: 'Rate limit issues',
    details: 'The WhatsApp Business Account has reached its rate limit.',
    transient: true,
    subcode: 2446079,
  },
  80008: {
    status: 400,
    title:
      'There have been too many calls to this WhatsApp Business account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
    transient: true,
    subcode: 2446079,
  },
  130403: { status: 403, title: 'User blocked', details: 'The business has blocked this user.' },
  130429: { status: 400, title: 'Rate limit hit', details: 'Cloud API message throughput has been reached.' },
  130472: {
    status: 400,
    title: "User's number is part of an experiment",
    details: "Failed to send message because this user's phone number is part of an experiment.",
  },
  131000: {
    status: 500,
    title: 'Something went wrong',
    details: 'Message failed to send due to an unknown error.',
  },
  131005: {
    status: 403,
    title: 'Access denied',
    details: 'Permission is either not granted or has been removed.',
  },
  131008: {
    status: 400,
    title: 'Required parameter is missing',
    details: 'The request is missing a required parameter.',
  },
  131009: {
    status: 400,
    title: 'Parameter value is not valid',
    details: 'One or more parameter values are invalid.',
  },
  131016: { status: 500, title: 'Service unavailable', details: 'A service is temporarily unavailable.' },
  131021: {
    status: 400,
    title: 'Recipient cannot be sender',
    details: 'Sender and recipient phone number is the same.',
  },
  131026: { status: 400, title: 'Message undeliverable', details: 'Message Undeliverable.' },
  131030: {
    status: 400,
    title: 'Recipient phone number not in allowed list',
    details: 'Recipient phone number not in allowed list.',
  },
  131031: { status: 403, title: 'Business Account locked', details: 'Your account has been locked.' },
  131042: {
    status: 400,
    title: 'Business eligibility payment issue',
    details: 'There was an error related to your payment method.',
  },
  131045: {
    status: 500,
    title: 'Incorrect certificate',
    details: 'Message failed to send due to a phone number registration error.',
  },
  131047: {
    status: 400,
    title: 'Re-engagement message',
    details:
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  },
  131048: {
    status: 400,
    title: 'Spam rate limit hit',
    details:
      'Message failed to send because there are restrictions on how many messages can be sent from this phone number.',
  },
  131049: {
    status: 400,
    title: 'This message was not delivered to maintain healthy ecosystem engagement.',
    details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  },
  131050: {
    status: 400,
    title: 'User has stopped marketing messages',
    details: 'The recipient has opted out of marketing messages from this business.',
  },
  131051: {
    status: 400,
    title: 'Unsupported message type',
    details: 'Message type is not currently supported.',
  },
  131052: { status: 400, title: 'Media download error', details: "Failed to download the user's media." },
  131053: {
    status: 400,
    title: 'Media upload error',
    details: 'Failed to upload the media used in the message.',
  },
  131056: {
    status: 400,
    title: '(Business Account, Consumer Account) pair rate limit hit',
    details:
      'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
  },
  131057: {
    status: 500,
    title: 'Account in maintenance mode',
    details: 'Business Account is in maintenance mode.',
  },
  131059: { status: 400, title: 'The cursor is not valid or has expired' },
  131062: {
    status: 400,
    title: 'Business-scoped user id recipients are not supported',
    details: 'This message cannot be sent to a business-scoped user id.',
  },
  132000: { status: 400, title: 'Number of parameters does not match the expected number of params' },
  132001: { status: 404, title: 'Template name does not exist in the translation' },
  132005: { status: 400, title: 'Translated text too long' },
  132007: { status: 400, title: 'Template format character policy violated' },
  132012: { status: 400, title: 'Parameter format does not match format in the created template' },
  132015: { status: 400, title: 'Template is paused', details: 'Template is paused due to low quality.' },
  132016: {
    status: 400,
    title: 'Template is disabled',
    details: 'Template has been paused too many times and is now permanently disabled.',
  },
  133004: { status: 503, title: 'Server temporarily unavailable' },
  133010: { status: 400, title: 'Phone number not registered' },
  135000: { status: 400, title: 'Generic user error' },
};
const UNKNOWN: GraphCode = { status: 400, title: 'Unknown error' };

/** A code that is not in the table is refused with 400, as a new one of Meta would be. */
export function graphCode(code: number): GraphCode {
  return CODES[code] ?? UNKNOWN;
}
