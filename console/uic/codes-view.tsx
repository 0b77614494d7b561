import { Button, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { Choice } from '../frame/choice.js';
import { PageList } from '../frame/page-list.js';
import { Tag } from '../frame/tag.js';
import { Panes } from '../frame/work-page.js';
import { useLanguage } from '../words/language.js';
import { useNow } from '../words/now.js';
import { CodePane } from './code-pane.js';
import { CODE_TONES } from './code-tones.js';
import { CodesExport } from './codes-export.js';
import { useCodes } from './queries.js';
import { type Code, CODE_STATES, type CodeState } from './shapes.js';

interface Wanted {
  code: string;
  state: CodeState | null;
}

/** The codes, and the one that is open. What is searched is forgotten with the page. */
export function CodesView({ current }: { current: string | undefined }): ReactNode {
  const { uic: words } = useLanguage().texts;
  const [wanted, setWanted] = useState<Wanted>({ code: '', state: null });
  const pages = useCodes(wanted.code, wanted.state);
  const open = pages.data?.pages.flatMap(({ items }) => items).find(({ id }) => id === current);
  const list = (
    <>
      <Search wanted={wanted} want={setWanted} />
      <PageList
        pages={pages}
        label={words.list}
        empty={{ title: words.empty, hint: words.emptyHint[wanted.code === '' ? 'all' : 'searched'] }}
        keyOf={({ id }) => id}
      >
        {(code) => <Entry code={code} isCurrent={code.id === current} />}
      </PageList>
      <CodesExport state={wanted.state} />
    </>
  );
  const hint = current === undefined ? words.choose : words.notListed;
  const pane = open === undefined ? null : <CodePane key={open.id} code={open} />;
  return (
    <>
      {pane === null && current !== undefined && !pages.isPending && (
        <Text size="sm" hiddenFrom="md" role="status">
          {words.notListed}
        </Text>
      )}
      <Panes list={list} open={pane} hint={hint} />
    </>
  );
}

function Search({ wanted, want }: { wanted: Wanted; want: (wanted: Wanted) => void }): ReactNode {
  const { uic: words, work } = useLanguage().texts;
  const [typed, setTyped] = useState(wanted.code);
  const clear = (): void => {
    setTyped('');
    want({ ...wanted, code: '' });
  };
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        want({ ...wanted, code: typed.trim() });
      }}
    >
      <div className="form-line">
        <CodeField typed={typed} type={setTyped} />
        <Button type="submit">{work.search}</Button>
        {wanted.code !== '' && (
          <Button variant="subtle" onClick={clear}>
            {work.clear}
          </Button>
        )}
        <Choice
          label={words.state}
          options={CODE_STATES}
          words={words.states}
          all={words.allStates}
          value={wanted.state}
          choose={(state) => want({ ...wanted, state })}
        />
      </div>
    </form>
  );
}

function CodeField({ typed, type }: { typed: string; type: (text: string) => void }): ReactNode {
  const { uic: words } = useLanguage().texts;
  return (
    <TextInput
      className="grow"
      label={words.searchLabel}
      description={words.searchHint}
      value={typed}
      maxLength={40}
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      onChange={({ currentTarget }) => type(currentTarget.value)}
    />
  );
}

function Entry({ code, isCurrent }: { code: Code; isCurrent: boolean }): ReactNode {
  const { texts, formats } = useLanguage();
  const { uic: words } = texts;
  const now = useNow();
  const { registeredStates } = words;
  return (
    <Link
      href={`/uic/codes/${code.id}`}
      className="entry"
      aria-current={isCurrent ? 'true' : undefined}
      data-testid="code"
    >
      <span className="entry-line">
        <strong className="mono cut">{code.code}</strong>
        <Tag tone={CODE_TONES[code.state]}>{words.states[code.state]}</Tag>
      </span>
      <span className="entry-line">
        <span className="entry-more cut">
          {code.registered !== undefined &&
            `DHIS2\u00a0: ${code.registered ? registeredStates.yes : registeredStates.no}`}
        </span>
        <time className="row-time" dateTime={code.createdAt}>
          {formats.when(code.createdAt, now)}
        </time>
      </span>
    </Link>
  );
}
