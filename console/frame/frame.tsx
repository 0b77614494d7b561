import { AppShell, Burger, Group, NavLink, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { Link, Route, Router, Switch, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { DashboardPage } from '../dashboard/dashboard-page.js';
import { useLanguage } from '../words/language.js';
import { AccountMenu } from './account-menu.js';
import { Icon, type IconName, Mark } from './icons.js';
import { Strips } from './strips.js';
import { LanguageButton, SchemeButton } from './switches.js';
import { NotFound } from './not-found.js';

const ConversationsPage = lazy(() => import('../conversations/conversations-page.js'));
const CodesPage = lazy(() => import('../uic/codes-page.js'));
const DuplicatesPage = lazy(() => import('../uic/duplicates-page.js'));
const CatalogPage = lazy(() => import('../catalog/catalog-page.js'));
const Dhis2Page = lazy(() => import('../dhis2/dhis2-page.js'));

/** Head, pages and what is in them. */
export function Frame({ leaving }: { leaving: () => void }): ReactNode {
  return (
    <Router hook={useHashLocation}>
      <Shell leaving={leaving} />
    </Router>
  );
}

function Shell({ leaving }: { leaving: () => void }): ReactNode {
  const { texts } = useLanguage();
  const [isOpen, menu] = useDisclosure(false);
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'md', collapsed: { mobile: !isOpen } }}
      padding={0}
    >
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {texts.skip}
      </a>
      <AppShell.Header className="head">
        <Head isOpen={isOpen} toggle={menu.toggle} leaving={leaving} />
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={texts.navigation}>
        <Pages followed={menu.close} />
      </AppShell.Navbar>
      <AppShell.Main ref={main} id="main" tabIndex={-1} className="main">
        <Strips />
        <Rooms />
      </AppShell.Main>
    </AppShell>
  );
}

/** The page of the address; each but the first comes when it is wanted. */
function Rooms(): ReactNode {
  const { texts } = useLanguage();
  return (
    <Suspense fallback={<Skeleton m="md" h={320} w="auto" aria-label={texts.loading} />}>
      <Switch>
        <Route path="/" component={DashboardPage} />
        <Route path="/conversations/:id?" component={ConversationsPage} />
        <Route path="/uic/:section?/:id?" component={CodesPage} />
        <Route path="/duplicates" component={DuplicatesPage} />
        <Route path="/catalog/:section?/:id?" component={CatalogPage} />
        <Route path="/dhis2/:id?" component={Dhis2Page} />
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  );
}

interface HeadProps {
  isOpen: boolean;
  toggle: () => void;
  leaving: () => void;
}

function Head({ isOpen, toggle, leaving }: HeadProps): ReactNode {
  const { texts } = useLanguage();
  return (
    <Group h="100%" px="md" justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap">
        <Burger
          opened={isOpen}
          onClick={toggle}
          hiddenFrom="md"
          size="sm"
          aria-label={isOpen ? texts.closeMenu : texts.openMenu}
          aria-expanded={isOpen}
        />
        <Mark size={28} />
        <Text fw={700} size="lg">
          {texts.name}
        </Text>
      </Group>
      <Group gap={4} wrap="nowrap">
        <LanguageButton />
        <SchemeButton />
        <AccountMenu leaving={leaving} />
      </Group>
    </Group>
  );
}

const PAGES = [
  { path: '/', name: 'dashboard', icon: 'board' },
  { path: '/conversations', name: 'conversations', icon: 'talks' },
  { path: '/uic', name: 'uic', icon: 'card' },
  { path: '/duplicates', name: 'duplicates', icon: 'pair' },
  { path: '/dhis2', name: 'dhis2', icon: 'register' },
  { path: '/catalog', name: 'catalog', icon: 'shelf' },
] as const satisfies readonly { path: string; name: string; icon: IconName }[];

function Pages({ followed }: { followed: () => void }): ReactNode {
  const { texts, formats } = useLanguage();
  const [location] = useLocation();
  const current = PAGES.findLast(
    ({ path }) => location === path || (path !== '/' && location.startsWith(path)),
  );
  return (
    <>
      {PAGES.map(({ path, name, icon }) => (
        <NavLink
          key={path}
          component={Link}
          href={path}
          label={texts.pages[name]}
          leftSection={<Icon name={icon} />}
          active={current?.path === path}
          aria-current={current?.path === path ? 'page' : undefined}
          onClick={followed}
          className="page-link"
        />
      ))}
      <Text size="xs" c="dimmed" mt="auto" p="xs">
        {texts.zone(formats.zone)}
      </Text>
    </>
  );
}

/** Another page begins at its top, also for those who hear it. */
function useArrival(main: React.RefObject<HTMLElement | null>): void {
  const { texts } = useLanguage();
  const [location] = useLocation();
  const [, page = ''] = location.split('/');
  const before = useRef(page);
  useEffect(() => {
    const { name = 'dashboard' } = PAGES.find(({ path }) => path === `/${page}`) ?? {};
    document.title = `${texts.pages[name]} – ${texts.name}`;
    if (before.current === page) return;
    before.current = page;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [page, texts, main]);
}
