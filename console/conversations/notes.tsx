import { ActionIcon, Button, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useSession } from '../api/session.js';
import type { Note } from '../api/shapes.js';
import { Failure } from '../frame/failure.js';
import { Icon } from '../frame/icons.js';
import { Loaded } from '../frame/panel.js';
import { useLanguage } from '../words/language.js';
import { useDeed, useNotes } from './talk-queries.js';

const MOST = 900;

/** What the team writes for itself. */
export function Notes({ id }: { id: string }): ReactNode {
  const { talks: words } = useLanguage().texts;
  const notes = useNotes(id);
  return (
    <section className="notes" aria-labelledby="notes-title">
      <h3 id="notes-title">{words.notes}</h3>
      <Text size="xs" c="dimmed">
        {words.notesHint}
      </Text>
      <Loaded query={notes} height={60}>
        {(list) =>
          list.length === 0 ? (
            <Text size="sm">{words.noNotes}</Text>
          ) : (
            <ul className="note-list">
              {list.map((note) => (
                <NoteItem key={note.id} id={id} note={note} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <NewNote id={id} />
    </section>
  );
}

function NoteItem({ id, note }: { id: string; note: Note }): ReactNode {
  const { texts, formats } = useLanguage();
  const me = useSession().id;
  const { mutate, isPending } = useDeed(id);
  return (
    <li className="note">
      <div>
        <p className="bubble-words">{note.text ?? texts.talks.erased}</p>
        <Text size="xs" c="dimmed">
          {formats.moment(note.createdAt)}
        </Text>
      </div>
      {note.author === me && (
        <ActionIcon
          variant="subtle"
          color="gray"
          loading={isPending}
          aria-label={texts.talks.removeNote}
          onClick={() => mutate({ do: 'remove-note', noteId: note.id })}
        >
          <Icon name="bin" size={16} />
        </ActionIcon>
      )}
    </li>
  );
}

function NewNote({ id }: { id: string }): ReactNode {
  const { talks: words } = useLanguage().texts;
  const [text, setText] = useState('');
  const { mutate, isPending, error } = useDeed(id);
  return (
    <form
      className="new-note"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ do: 'note', text: text.trim() }, { onSuccess: () => setText('') });
      }}
    >
      <Textarea
        aria-label={words.addNote}
        placeholder={words.addNote}
        autosize
        minRows={1}
        maxLength={MOST}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Button type="submit" variant="default" size="xs" loading={isPending} disabled={text.trim() === ''}>
        {words.save}
      </Button>
      <Failure error={error} />
    </form>
  );
}
