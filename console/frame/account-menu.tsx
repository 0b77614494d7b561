import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useDoor, useSession } from '../api/session.js';
import { useLanguage } from '../words/language.js';
import { Icon } from './icons.js';

/** Who is signed in, with which role, and the way out. */
export function AccountMenu({ leaving }: { leaving: () => void }): ReactNode {
  const { texts } = useLanguage();
  const { name, role } = useSession();
  const { leave } = useDoor();
  const [hasFailed, setFailed] = useState(false);
  const go = (): void => void leave().then(leaving, () => setFailed(true));
  return (
    <Menu position="bottom-end" width={240} onOpen={() => setFailed(false)}>
      <Menu.Target>
        <UnstyledButton className="account" aria-label={`${texts.account} : ${name}`}>
          <Avatar size={32} radius="xl" color="relais" name={name} variant="light" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="account-who">
          <Text size="sm" fw={600} className="cut">
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {texts.roles[role]}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="out" size={16} />} onClick={go} closeMenuOnClick={false}>
          {texts.signOut}
        </Menu.Item>
        {hasFailed && (
          <Text role="alert" size="xs" c="red" p="xs">
            {texts.signOutFailed}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
