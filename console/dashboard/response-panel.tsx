import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Filter, useFigures } from '../api/queries.js';
import type { Cost, Figures } from '../api/shapes.js';
import { Loaded, Panel } from '../frame/panel.js';
import { useLanguage } from '../words/language.js';

/** How quickly answers leave, and what the messages cost. */
export function ResponsePanel({ filter }: { filter: Filter }): ReactNode {
  const { response: words } = useLanguage().texts;
  const figures = useFigures(filter);
  return (
    <Panel title={words.title} testId="response">
      <Loaded query={figures} height={420}>
        {({ response, costs }) => (
          <>
            <Speed response={response} />
            <Costs costs={costs} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Speed({ response: { averageSeconds, p95Seconds } }: { response: Figures['response'] }): ReactNode {
  const { texts, formats } = useLanguage();
  const { response: words } = texts;
  if (averageSeconds === null || p95Seconds === null)
    return (
      <Text size="sm" c="dimmed">
        {words.none}
      </Text>
    );
  return (
    <dl className="speed">
      <div>
        <dt>{words.average}</dt>
        <dd>{formats.duration(averageSeconds)}</dd>
      </div>
      <div>
        <dt>{words.p95}</dt>
        <dd data-testid="p95">{formats.duration(p95Seconds)}</dd>
        <dd className="speed-hint">{words.p95Hint}</dd>
      </div>
    </dl>
  );
}

function Costs({ costs }: { costs: readonly Cost[] }): ReactNode {
  const { texts } = useLanguage();
  const { costs: words } = texts;
  return (
    <div className="costs">
      <h3 id="costs-title">{words.title}</h3>
      {costs.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
      ) : (
        <CostTable costs={costs} />
      )}
    </div>
  );
}

function CostTable({ costs }: { costs: readonly Cost[] }): ReactNode {
  const { texts, formats } = useLanguage();
  const { costs: words } = texts;
  const sum = (of: (cost: Cost) => number): number => costs.reduce((all, cost) => all + of(cost), 0);
  return (
    <Table aria-labelledby="costs-title" verticalSpacing={6} horizontalSpacing={6} className="cost-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.category}</Table.Th>
          <Table.Th scope="col">{words.billable}</Table.Th>
          <Table.Th scope="col">{words.free}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {costs.map(({ category, billable, free }) => (
          <Table.Tr key={category}>
            <Table.Th scope="row">{words.names[category.toLowerCase()] ?? category}</Table.Th>
            <Table.Td>{formats.count(billable)}</Table.Td>
            <Table.Td>{formats.count(free)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th scope="row">{words.total}</Table.Th>
          <Table.Td>{formats.count(sum(({ billable }) => billable))}</Table.Td>
          <Table.Td>{formats.count(sum(({ free }) => free))}</Table.Td>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}
