import { Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Icon } from './icons.js';
import './work.css';

interface WorkPageProps {
  title: string;
  lead: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** A page of work: its title, what it is for, and what is on it. */
export function WorkPage({ title, lead, aside, children }: WorkPageProps): ReactNode {
  return (
    <div className="work">
      <div className="board-head">
        <div className="work-title">
          <Title order={1}>{title}</Title>
          <Text size="sm" c="dimmed">
            {lead}
          </Text>
        </div>
        {aside}
      </div>
      {children}
    </div>
  );
}

interface SectionsProps {
  label: string;
  sections: readonly { path: string; label: string }[];
}

/** The parts of a page, each with an address. */
export function Sections({ label, sections }: SectionsProps): ReactNode {
  const [location] = useLocation();
  const current = sections.findLast(({ path }) => location === path || location.startsWith(`${path}/`));
  return (
    <nav aria-label={label} className="sections">
      {sections.map((section) => (
        <Link
          key={section.path}
          href={section.path}
          className="section-link"
          aria-current={section === current ? 'page' : undefined}
        >
          {section.label}
        </Link>
      ))}
    </nav>
  );
}

interface PanesProps {
  list: ReactNode;
  /** What is open; `null`: nothing. */
  open: ReactNode;
  hint: string;
}

/** A list, and beside it what was chosen; on a narrow screen one of the two. */
export function Panes({ list, open, hint }: PanesProps): ReactNode {
  return (
    <div className="panes" data-open={open !== null}>
      <div className="pane-list">{list}</div>
      {open ?? (
        <Text c="dimmed" className="pane-none">
          {hint}
        </Text>
      )}
    </div>
  );
}

/** Leads back to the list on a narrow screen, where the list had to go: whoever opened something there goes on from here. */
export function BackLink({ href, label }: { href: string; label: string }): ReactNode {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (link.current === null || link.current.getClientRects().length === 0) return;
    link.current.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <Link ref={link} href={href} className="pane-back">
      <Icon name="back" size={18} /> {label}
    </Link>
  );
}
