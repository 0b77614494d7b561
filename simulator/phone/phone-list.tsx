import type { ReactNode } from 'react';
import { addPhone } from './api.js';
import { numberOf, timeOf } from './figures.js';
import { Icon, PersonFace, Ticks } from './icons.js';
import { LanguageSwitch, useLanguage } from './language.js';
import { previewOf } from './preview.js';
import type { Chat } from './state.js';

interface Props {
  chats: Chat[];
  current: string | undefined;
  service: string;
  onOpen: (number: string) => void;
}

/** The phones on the desk, as a list of chats. */
export function PhoneList({ chats, current, service, onOpen }: Props): ReactNode {
  const { texts } = useLanguage();
  const add = async (): Promise<void> => onOpen((await addPhone()).number);
  return (
    <nav className="phones" aria-label={texts.phones}>
      <header className="phones-head">
        <h1>{texts.phones}</h1>
        <LanguageSwitch />
      </header>
      <p className="phones-hint">{texts.phonesHint}</p>
      <ul>
        {chats.map((chat) => (
          <li key={chat.phone.number}>
            <PhoneTab chat={chat} service={service} current={chat.phone.number === current} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      <button type="button" className="add-phone" data-testid="add-phone" onClick={() => void add()}>
        <Icon name="plus" size={20} />
        {texts.addPhone}
      </button>
    </nav>
  );
}

interface TabProps {
  chat: Chat;
  service: string;
  current: boolean;
  onOpen: (number: string) => void;
}

function PhoneTab({ chat, service, current, onOpen }: TabProps): ReactNode {
  const { texts, language } = useLanguage();
  const { phone, unread, typing } = chat;
  const last = chat.bubbles.at(-1);
  return (
    <button
      type="button"
      className="phone-tab"
      data-testid="phone-tab"
      data-phone={phone.number}
      aria-current={current ? 'true' : undefined}
      onClick={() => onOpen(phone.number)}
    >
      <PersonFace name={phone.name} number={phone.number} />
      <span className="phone-tab-text">
        <span className="phone-tab-top">
          <strong>{phone.name}</strong>
          <small className={unread > 0 ? 'fresh' : ''}>{last && timeOf(last.at, language)}</small>
        </span>
        <span className="phone-tab-number">{numberOf(phone.number)}</span>
        <span className="phone-tab-last">
          {typing ? (
            <em>{`${service} ${texts.typing}`}</em>
          ) : (
            <>
              {last?.ticks && <Ticks ticks={last.ticks} label={texts.ticks[last.ticks]} />}
              <span>{last ? previewOf(last.content, texts) : texts.noMessageYet}</span>
            </>
          )}
          {unread > 0 && (
            <b className="badge" aria-label={texts.unread(unread)}>
              {unread}
            </b>
          )}
        </span>
      </span>
    </button>
  );
}
