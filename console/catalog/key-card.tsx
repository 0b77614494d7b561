import { Button, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { DeedButton } from '../frame/deed-button.js';
import { type Fact, Facts } from '../frame/facts.js';
import { Failure } from '../frame/failure.js';
import { Tag } from '../frame/tag.js';
import { useLanguage } from '../words/language.js';
import { useKeyDeed, useTrial } from './key-queries.js';
import { SecretField } from './secret-field.js';
import type { InventoryKey } from './shapes.js';

const SETTINGS = 'settings';

/** One key, and what can be done about it. */
export function KeyCard({ inventoryKey }: { inventoryKey: InventoryKey }): ReactNode {
  const { texts, formats } = useLanguage();
  const { keys: words } = texts;
  const { id, label, state, inUse, pausedUntil } = inventoryKey;
  return (
    <>
      <span className="entry-line">
        <strong className="cut">{id === SETTINGS ? words.ofSettings : label}</strong>
        <span className="deeds">
          {inUse && <Tag tone="good">{words.inUse}</Tag>}
          <Tag tone={state === 'active' ? 'info' : 'quiet'}>{words.states[state]}</Tag>
        </span>
      </span>
      {pausedUntil !== null && (
        <Text size="sm" c="var(--worse)">
          {words.paused(formats.moment(pausedUntil))}
        </Text>
      )}
      <Facts facts={useFacts(inventoryKey)} />
      {state === 'active' && <Deeds inventoryKey={inventoryKey} />}
    </>
  );
}

function useFacts(key: InventoryKey): Fact[] {
  const { texts, formats } = useLanguage();
  const { keys: words } = texts;
  const moments: [label: string, at: string | null][] = [
    [words.created, key.createdAt],
    [words.lastUsed, key.lastUsedAt],
    [words.refused, key.refusedAt],
    [words.revokedAt, key.revokedAt],
  ];
  return [
    ...(key.ending === null
      ? []
      : [{ label: words.ending, value: <span className="mono">…{key.ending}</span> }]),
    ...moments.flatMap(([label, at]) => (at === null ? [] : [{ label, value: formats.moment(at) }])),
  ];
}

function Deeds({ inventoryKey: { id, label } }: { inventoryKey: InventoryKey }): ReactNode {
  const { keys: words } = useLanguage().texts;
  const trial = useTrial(id);
  const deed = useKeyDeed();
  const [isReplacing, setReplacing] = useState(false);
  const isOurs = id !== SETTINGS;
  return (
    <>
      <div className="deeds">
        <DeedButton
          label={words.test}
          about={label}
          isPending={trial.isPending}
          act={() => trial.mutate(undefined)}
        />
        {isOurs && (
          <DeedButton
            label={words.replace}
            about={label}
            isPending={false}
            act={() => setReplacing(!isReplacing)}
          />
        )}
        {isOurs && (
          <DeedButton
            label={words.revoke}
            about={label}
            question={words.revokeAsk}
            isPending={deed.isPending}
            act={() => deed.mutate({ do: 'revoke', id })}
          />
        )}
        <Failure error={trial.error ?? deed.error} />
      </div>
      <Trial trial={trial.data} />
      {isReplacing && <Replace id={id} done={() => setReplacing(false)} />}
    </>
  );
}

function Trial({ trial }: { trial: ReturnType<typeof useTrial>['data'] }): ReactNode {
  const { keys: words } = useLanguage().texts;
  return (
    <div role="status">
      {trial && (
        <div className="note-box" data-tone={trial.ok ? 'good' : 'bad'} data-testid="trial">
          <strong>{trial.ok ? words.works : words.fails}</strong>
          <span>{trial.words}</span>
          {trial.advice !== null && <span>{trial.advice}</span>}
        </div>
      )}
    </div>
  );
}

function Replace({ id, done }: { id: string; done: () => void }): ReactNode {
  const { keys: words, work } = useLanguage().texts;
  const [secret, setSecret] = useState('');
  const { mutate, isPending, error } = useKeyDeed();
  return (
    <form
      className="form-line"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ do: 'replace', id, secret }, { onSuccess: done });
      }}
    >
      <SecretField label={words.newSecret} secret={secret} change={setSecret} />
      <Button type="submit" size="xs" loading={isPending} disabled={secret === ''}>
        {words.replaceSave}
      </Button>
      <Button size="xs" variant="subtle" onClick={done}>
        {work.cancel}
      </Button>
      <Failure error={error} />
    </form>
  );
}
