import { may, ROLES } from './roles.js';

describe('a role', () => {
  it.each([
    ['viewer', 'uic:read', true],
    ['viewer', 'conversations:reply', false],
    ['viewer', 'whatsapp:replay', false],
    ['viewer', 'auth:manage', false],
    ['agent', 'uic:read', true],
    ['agent', 'conversations:reply', true],
    ['agent', 'conversations:erase', false],
    ['operator', 'whatsapp:replay', true],
    ['operator', 'template-sync:sync', true],
    ['operator', 'conversations:reply', true],
    ['agent', 'messages:send', false],
    ['operator', 'messages:send', true],
    ['operator', 'messages:configure', false],
    ['operator', 'auth:manage', false],
    ['operator', 'auth:audit', false],
    ['admin', 'auth:manage', true],
    ['admin', 'conversations:erase', true],
  ] as const)('%s may %s: %s', (role, permission, answer) => {
    expect(may(role, permission)).toBe(answer);
  });

  it('is one of four', () => {
    expect(ROLES).toEqual(['viewer', 'agent', 'operator', 'admin']);
  });
});
