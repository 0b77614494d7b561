import { Clock, SystemClock } from '../../src/kernel/clock.js';
import { UserRow } from '../../src/auth/users/user.entity.js';
import { UsersRepository } from '../../src/auth/users/users.repository.js';
import { Users } from '../../src/auth/users/users.service.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { RememberedAudit } from '../../src/platform/web/audit.fake.js';
import { describeEachDatabase } from './databases.js';

describeEachDatabase('users', (open) => {
  const audit = new RememberedAudit();
  const ground = open({
    entities: [UserRow],
    providers: [
      UsersRepository,
      Users,
      { provide: AuditTrail, useValue: audit },
      { provide: Clock, useClass: SystemClock },
    ],
  });
  const users = () => ground.get(Users);

  it('there is one administrator from the first start on, however many instances start', async () => {
    await Promise.all([users().onModuleInit(), users().onModuleInit(), users().onModuleInit()]);
    await users().onModuleInit();
    expect(await users().ids('administrators')).toHaveLength(1);
  });

  it('two people cannot have the same name', async () => {
    await users().create('Grâce', 'agent');
    await expect(users().create(' Grâce ', 'viewer')).rejects.toMatchObject({ code: 'auth.name-taken' });
    expect(await users().ids('everybody')).toHaveLength(1);
  });

  it('a disabled user counts no more, and the last administrator stays', async () => {
    const admin = await users().create('Ada', 'admin');
    const agent = await users().create('Ben', 'agent');
    await users().disable(agent.id);
    expect(await users().ids('everybody')).toEqual([admin.id]);
    await expect(users().disable(admin.id)).rejects.toMatchObject({ code: 'auth.last-administrator' });
    expect(await users().ids('administrators')).toEqual([admin.id]);
  });

  it('nobody who does not exist is disabled', async () => {
    await expect(users().disable('01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11')).rejects.toMatchObject({
      code: 'auth.user-unknown',
    });
  });
});
