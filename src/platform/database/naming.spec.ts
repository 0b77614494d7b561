import { constraintName, portableName, PortableNaming, snake } from './naming.js';

describe('names in the database', () => {
  it.each([
    ['messageId', 'message_id'],
    ['dhis2Id', 'dhis2_id'],
    ['QRCode', 'qr_code'],
    ['id36', 'id36'],
    ['plain', 'plain'],
  ])('turn %s into %s', (camel, expected) => {
    expect(snake(camel)).toBe(expected);
  });

  it('are capitals on Oracle and small elsewhere', () => {
    expect(new PortableNaming('oracle').columnName('messageId', undefined, [])).toBe('MESSAGE_ID');
    expect(new PortableNaming('postgres').columnName('messageId', undefined, [])).toBe('message_id');
    expect(new PortableNaming('sqlite').tableName('InboxMessage', undefined)).toBe('inbox_message');
    expect(new PortableNaming('oracle').tableName('Whatever', 'inbox_message')).toBe('INBOX_MESSAGE');
    expect(new PortableNaming('oracle').indexName('INBOX', ['STATE', 'DUE_AT'])).toBe(
      'IX_INBOX_STATE_DUE_AT',
    );
  });

  it('carry the prefix of what they are embedded in', () => {
    expect(new PortableNaming('sqlite').columnName('sentAt', undefined, ['lastReply'])).toBe(
      'last_reply_sent_at',
    );
  });

  it('are refused beyond the 30 bytes that every Oracle takes', () => {
    expect(() => portableName('a'.repeat(31), 'oracle')).toThrow('longer than 30');
    expect(() => portableName('é'.repeat(16), 'sqlite')).toThrow('longer than 30');
  });

  it('of long constraints are shortened without becoming alike', () => {
    const one = constraintName('uq', 'conversation_message', ['provider_id', 'state']);
    const other = constraintName('uq', 'conversation_message', ['provider_id', 'stage']);
    expect(one).toHaveLength(30);
    expect(one).toMatch(/^uq_conversation_messag/);
    expect(one).not.toBe(other);
  });

  it('of a check depend on what it says', () => {
    const naming = new PortableNaming('sqlite');
    expect(naming.checkConstraintName('job', 'a > 0')).not.toBe(naming.checkConstraintName('job', 'a > 1'));
  });
});
