import { Button, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Failure } from '../frame/failure.js';
import { Empty, Loaded, Panel } from '../frame/panel.js';
import { useLanguage } from '../words/language.js';
import { KeyCard } from './key-card.js';
import { useKeyDeed, useKeys } from './key-queries.js';
import { SecretField } from './secret-field.js';

/** The keys to the inventory: given, tried, replaced, revoked, never shown. */
export function KeysView(): ReactNode {
  const { keys: words } = useLanguage().texts;
  const keys = useKeys(true);
  return (
    <>
      <Text size="sm">{words.lead}</Text>
      <NewKey />
      <Panel title={words.title} testId="keys">
        <Loaded query={keys} height={160}>
          {(list) =>
            list.length === 0 ? (
              <Empty title={words.empty} hint={words.emptyHint} />
            ) : (
              <ul className="entries">
                {list.map((key) => (
                  <li key={key.id} className="entry" data-testid="key">
                    <KeyCard inventoryKey={key} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}

function NewKey(): ReactNode {
  const { keys: words } = useLanguage().texts;
  const [label, setLabel] = useState('');
  const [secret, setSecret] = useState('');
  const { mutate, isPending, isSuccess, error } = useKeyDeed();
  const cleared = (): void => {
    setLabel('');
    setSecret('');
  };
  const isReady = label.trim().length >= 2 && secret !== '';
  return (
    <Panel title={words.addTitle}>
      <form
        className="form-line"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          mutate({ do: 'add', label: label.trim(), secret }, { onSuccess: cleared });
        }}
      >
        <TextInput
          className="grow"
          label={words.label}
          description={words.labelHint}
          value={label}
          maxLength={100}
          onChange={({ currentTarget }) => setLabel(currentTarget.value)}
        />
        <SecretField label={words.secret} secret={secret} change={setSecret} />
        <Button type="submit" loading={isPending} disabled={!isReady}>
          {words.add}
        </Button>
      </form>
      <div role="status">{isSuccess && <Text size="sm">{words.added}</Text>}</div>
      <Failure error={error} />
    </Panel>
  );
}
