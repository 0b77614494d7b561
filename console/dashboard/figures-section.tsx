import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Filter, useFigures } from '../api/queries.js';
import type { FigureName, Figures } from '../api/shapes.js';
import { Loaded } from '../frame/panel.js';
import type { Good, Measure } from '../words/change.js';
import { useLanguage } from '../words/language.js';
import { FigureCard } from './figure-card.js';

/** How each figure is written, and which way it should go. */
const FIGURES: readonly { name: FigureName; measure: Measure; good: Good }[] = [
  { name: 'received', measure: 'count', good: null },
  { name: 'sent', measure: 'count', good: null },
  { name: 'responseRate', measure: 'share', good: 'up' },
  { name: 'averageResponseSeconds', measure: 'seconds', good: 'down' },
  { name: 'errorRate', measure: 'share', good: 'down' },
  { name: 'deliveryRate', measure: 'share', good: 'up' },
  { name: 'assistantAnswers', measure: 'count', good: null },
  { name: 'handovers', measure: 'count', good: null },
];

/** The eight figures of the period. */
export function FiguresSection({ filter }: { filter: Filter }): ReactNode {
  const { texts } = useLanguage();
  const figures = useFigures(filter);
  return (
    <section aria-labelledby="figures-title" aria-busy={figures.isPlaceholderData} data-testid="figures">
      <Title order={2} id="figures-title" className="section-title">
        {texts.figures.title}
      </Title>
      <Loaded query={figures} height={296}>
        {(report) => (
          <>
            {isQuiet(report) && (
              <Text size="sm" c="dimmed" mb="sm">
                {texts.figures.quiet}
              </Text>
            )}
            <ul className="figures" data-old={figures.isPlaceholderData}>
              {FIGURES.map((each) => (
                <FigureCard key={each.name} {...each} report={report} filter={filter} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}

function isQuiet({ figures: { received, sent } }: Figures): boolean {
  return (received.value ?? 0) === 0 && (sent.value ?? 0) === 0;
}
