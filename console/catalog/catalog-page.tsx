import type { ReactNode } from 'react';
import { useParams } from 'wouter';
import { useMay } from '../api/session.js';
import { Sections, WorkPage } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { CategoriesView } from './categories-view.js';
import { CommerceView } from './commerce-view.js';
import { KeysView } from './keys-view.js';
import { ProductsView } from './products-view.js';
import { RunsView } from './runs-view.js';

/** What can be offered, and how it came here. */
export default function CatalogPage(): ReactNode {
  const { texts } = useLanguage();
  const { catalog: words, work } = texts;
  const { section, id } = useParams<{ section?: string; id?: string }>();
  const mayKeys = useMay('catalog:keys');
  const sections = [
    { path: '/catalog', label: words.sections.products },
    { path: '/catalog/categories', label: words.sections.categories },
    { path: '/catalog/runs', label: words.sections.runs },
    { path: '/catalog/commerce', label: words.sections.commerce },
    ...(mayKeys ? [{ path: '/catalog/keys', label: words.sections.keys }] : []),
  ];
  return (
    <WorkPage title={words.title} lead={words.lead}>
      <Sections label={work.sections} sections={sections} />
      <Section name={section} id={id} mayKeys={mayKeys} />
    </WorkPage>
  );
}

interface SectionProps {
  name: string | undefined;
  id: string | undefined;
  mayKeys: boolean;
}

function Section({ name, id, mayKeys }: SectionProps): ReactNode {
  if (name === 'categories') return <CategoriesView />;
  if (name === 'runs') return <RunsView current={id} />;
  if (name === 'commerce') return <CommerceView />;
  if (name === 'keys' && mayKeys) return <KeysView />;
  return <ProductsView current={id} />;
}
