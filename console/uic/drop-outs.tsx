import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Panel } from '../frame/panel.js';
import { useLanguage } from '../words/language.js';
import type { DropOut } from './shapes.js';

/** The questions at which people leave. */
export function DropOuts({ dropOuts }: { dropOuts: readonly DropOut[] }): ReactNode {
  const { figuresOf: words } = useLanguage().texts;
  const isNone = dropOuts.every(({ total }) => total === 0);
  return (
    <Panel title={words.dropOuts} testId="drop-outs">
      {isNone ? (
        <Text size="sm" c="dimmed">
          {words.dropOutsNone}
        </Text>
      ) : (
        <Stops dropOuts={dropOuts} />
      )}
    </Panel>
  );
}

function Stops({ dropOuts }: { dropOuts: readonly DropOut[] }): ReactNode {
  const { texts, formats } = useLanguage();
  const { figuresOf: words } = texts;
  const columns = [words.total, words.refused, words.cancelled, words.expired];
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={words.dropOuts}>
      <Table verticalSpacing={6} horizontalSpacing={8} className="cost-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.question}</Table.Th>
            {columns.map((column) => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {dropOuts.map(({ at, refused, cancelled, expired, total }) => (
            <Table.Tr key={at}>
              <Table.Th scope="row">{words.questions[at] ?? at}</Table.Th>
              <Table.Td>
                <strong>{formats.count(total)}</strong>
              </Table.Td>
              <Table.Td>{formats.count(refused)}</Table.Td>
              <Table.Td>{formats.count(cancelled)}</Table.Td>
              <Table.Td>{formats.count(expired)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
