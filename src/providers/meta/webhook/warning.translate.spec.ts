import { SystemClock } from '../../../kernel/clock.js';
import type { Alerts, Fault } from '../../../platform/alerts/alerts.js';
import { parseObject } from '../graph/json.js';
import { recordedWebhooks } from '../graph/recorded.fake.js';
import { type Warning, warningsOf } from './warning.translate.js';
import { WarningsService } from './warnings.service.js';

const ACCOUNT = '100000000000009';
const PHONE = '15550001111';

function told(field: string, value: object): Warning[] {
  const change = { field, value };
  const body = { object: 'whatsapp_business_account', entry: [{ id: ACCOUNT, changes: [change] }] };
  const parsed = parseObject(Buffer.from(JSON.stringify(body)));
  return parsed.ok ? warningsOf(parsed.body) : [];
}

const ban = (state: string) =>
  told('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: state } });
const ofPhone = (event: string) => ({ display_phone_number: PHONE, event });

describe('what Meta says of accounts and numbers', () => {
  it.each([
    [
      'account_update',
      { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'ADULT' } },
      'violated',
      'ADULT',
    ],
    ['account_alerts', { alert_info: { alert_severity: 'CRITICAL', alert_type: 'A_B' } }, 'alert', 'A_B'],
    ['account_alerts', { alert_severity: 'WARNING', alert_type: 'C_D' }, 'alert', 'C_D'],
    ['phone_number_quality_update', ofPhone('DOWNGRADE'), 'downgraded', 'DOWNGRADE'],
    ['phone_number_name_update', { display_phone_number: PHONE, decision: 'REJECTED' }, 'name', 'REJECTED'],
    ['security', ofPhone('PIN_RESET_REQUEST'), 'pinAsked', 'PIN_RESET_REQUEST'],
    ['security', ofPhone('PIN_CHANGED'), 'pinChanged', 'PIN_CHANGED'],
    [
      'flows',
      { flow_id: '66', event: 'CLIENT_ERROR_RATE', alert_state: 'ACTIVATED' },
      'flow',
      'CLIENT_ERROR_RATE',
    ],
  ])('%s %j is told once, in two languages', (field, value, saying, code) => {
    const [warning] = told(field, value);
    const fault = warning?.is === 'told' ? warning.fault : undefined;
    expect(fault).toMatchObject({ service: 'meta', code, context: { account: ACCOUNT } });
    expect(fault?.key).toMatch(new RegExp(`^meta\\.${saying}:\\d+$`));
    for (const words of [fault?.title, fault?.en?.title]) expect(words).toMatch(/^[^{}]*\d+[^{}]*$/);
    expect(fault?.advice).not.toBe(fault?.en?.advice);
  });

  it('a suspension and a bad rating begin and end as one problem', () => {
    const key = `meta.disabled:${ACCOUNT}`;
    expect([ban('SCHEDULE_FOR_DISABLE'), ban('DISABLE'), ban('REINSTATE')].flat()).toMatchObject([
      { is: 'began', fault: { key } },
      { is: 'began', fault: { key } },
      { is: 'over', key },
    ]);
    const quality = ['FLAGGED', 'UNFLAGGED'].flatMap((event) =>
      told('phone_number_quality_update', ofPhone(event)),
    );
    expect(quality).toMatchObject([
      { is: 'began', fault: { key: `meta.flagged:${PHONE}` } },
      { is: 'over', key: `meta.flagged:${PHONE}` },
    ]);
  });

  it('a restriction, a deletion and a refusal are lasting problems', () => {
    expect(told('account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info: [] })).toMatchObject([
      { is: 'began', fault: { key: `meta.restricted:${ACCOUNT}`, code: 'ACCOUNT_RESTRICTION' } },
    ]);
    expect(told('account_update', { event: 'ACCOUNT_DELETED' })).toMatchObject([{ is: 'began' }]);
    const review = ['REJECTED', 'APPROVED'].flatMap((decision) =>
      told('account_review_update', { decision }),
    );
    const key = `meta.refused:${ACCOUNT}`;
    expect(review).toMatchObject([
      { is: 'began', fault: { key } },
      { is: 'over', key },
    ]);
  });

  it('a report that the payment is not in order is a problem of the number, once however many messages it stops', () => {
    const failed = (code: number) => ({ id: 'wamid.1', status: 'failed', errors: [{ code }] });
    const statuses = [failed(131042), failed(131042), failed(131026)];
    const metadata = { phone_number_id: '106' };
    const [warning, ...rest] = told('messages', { metadata, statuses });
    expect(rest).toEqual([]);
    expect(warning).toMatchObject({
      is: 'began',
      fault: { key: 'meta.delivery:106', code: '131042', context: { number: '106' } },
    });
    const fault = warning?.is === 'began' ? warning.fault : undefined;
    expect([fault?.title, fault?.en?.title]).toEqual([
      expect.stringContaining('106 n’arrivent plus. Le paiement'),
      expect.stringContaining('106 do not arrive any more. The payment'),
    ]);
    for (const code of [131026, 131049, 130497, 190, 131056])
      expect(told('messages', { metadata, statuses: [failed(code)] })).toEqual([]);
  });

  it('ends by a message that arrives, not by one that is free', () => {
    const metadata = { phone_number_id: '106' };
    const arrived = (billable?: boolean) => ({
      id: 'wamid.1',
      status: 'delivered',
      ...(billable !== undefined && { pricing: { billable } }),
    });
    const went = { is: 'went', number: '106', account: ACCOUNT };
    expect(told('messages', { metadata, statuses: [arrived(true), arrived()] })).toEqual([went]);
    expect(told('messages', { metadata, statuses: [arrived()] })).toEqual([went]);
    expect(told('messages', { metadata, statuses: [arrived(false)] })).toEqual([]);
  });

  it('errors of a number are counted with those that single messages meet', () => {
    const metadata = { phone_number_id: '106' };
    expect(told('messages', { metadata, errors: [{ code: 130429, title: 'Rate limit hit' }] })).toMatchObject(
      [{ is: 'told', fault: { key: 'meta.130429:106', service: 'meta', code: '130429' } }],
    );
  });

  it.each([
    ['account_update', { event: 'PARTNER_ADDED' }],
    ['account_alerts', { alert_info: { alert_severity: 'INFORMATIONAL' } }],
    ['account_alerts', { alert_info: { alert_severity: 'CRITICAL', alert_status: 'RESOLVED' } }],
    ['phone_number_quality_update', ofPhone('UPGRADE')],
    ['flows', { flow_id: '66', event: 'FLOW_STATUS_CHANGE' }],
    ['messages', { messages: [] }],
    ['telepathy', { event: 'DISABLE' }],
  ])('%s %j worries nobody', (field, value) => expect(told(field, value)).toEqual([]));

  it('nothing that is broken is told', () => {
    const bodies = [...recordedWebhooks().values()].map(({ body }) => body);
    for (const body of [...bodies, {}, { entry: 1 }, { entry: [null, { changes: [null, { value: 3 }] }] }])
      expect(() => warningsOf(body)).not.toThrow();
  });
});

describe('passing it on', () => {
  it('notes, raises and clears in order, and survives what is lost', async () => {
    const heard: string[] = [];
    const alerts = {
      note: ({ key }: Fault) => void heard.push(`note ${key}`),
      raise: async ({ key }: Fault) => {
        heard.push(`raise ${key}`);
        throw new Error('the database is away');
      },
      clear: async (key: string) => void heard.push(`clear ${key}`),
    };
    const service = new WarningsService(alerts as unknown as Alerts, new SystemClock());
    const error = jest.spyOn(service['logger'], 'error').mockImplementation(() => undefined);
    service.pass([...ban('DISABLE'), ...ban('REINSTATE'), ...told('security', ofPhone('PIN_CHANGED'))]);
    await service.settled();
    expect(heard).toEqual([
      `raise meta.disabled:${ACCOUNT}`,
      `clear meta.disabled:${ACCOUNT}`,
      `note meta.pinChanged:${PHONE}`,
    ]);
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('raises now and then what comes by the thousand, and ends it after some quiet by a success', async () => {
    const heard: string[] = [];
    const hand = { now: 0 };
    const key = 'meta.delivery:106';
    let lastAt = 0;
    const alerts = {
      raise: async () => {
        heard.push('raise');
        lastAt = hand.now;
      },
      clear: async (cleared: string) => void heard.push(`clear ${cleared}`),
      open: async () => [{ key, lastAt: new Date(lastAt) }],
    };
    const clock = { now: () => new Date(hand.now) };
    const service = new WarningsService(alerts as unknown as Alerts, clock);
    const metadata = { phone_number_id: '106' };
    const pass = async (status: object, times = 1) => {
      for (let n = 0; n < times; n += 1) service.pass(told('messages', { metadata, statuses: [status] }));
      await service.settled();
      hand.now += 61_000;
    };
    const failed = { id: 'wamid.1', status: 'failed', errors: [{ code: 131042 }] };
    const delivered = { id: 'wamid.2', status: 'delivered' };
    await pass(failed, 500);
    await pass(delivered, 500);
    await pass(failed);
    expect(heard).toEqual(['raise', 'raise']);
    hand.now += 600_000;
    await pass(delivered, 500);
    expect(heard).toEqual(['raise', 'raise', `clear ${key}`]);
    await pass(failed);
    expect(heard.at(-1)).toBe('raise');
  });
});
