import type { ReactNode } from 'react';
import { useParams } from 'wouter';
import { Sections, WorkPage } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { CodesView } from './codes-view.js';
import { StatisticsView } from './statistics-view.js';

/** The codes that were given, and their figures. */
export default function CodesPage(): ReactNode {
  const { texts } = useLanguage();
  const { uic: words, work } = texts;
  const { section, id } = useParams<{ section?: string; id?: string }>();
  const sections = [
    { path: '/uic', label: words.sections.codes },
    { path: '/uic/statistics', label: words.sections.statistics },
  ];
  return (
    <WorkPage title={words.title} lead={words.lead}>
      <Sections label={work.sections} sections={sections} />
      {section === 'statistics' ? <StatisticsView /> : <CodesView current={id} />}
    </WorkPage>
  );
}
