import { type ReactNode, useState } from 'react';
import { DeedButton } from '../frame/deed-button.js';
import { Loaded } from '../frame/panel.js';
import { useLanguage } from '../words/language.js';
import { useHolders } from './queries.js';
import { Remind } from './remind.js';

/** Who has a code: how many telephones and since when, so that one of several can be chosen. Never a name or a number. */
export function Holders({ codeId }: { codeId: string }): ReactNode {
  const { texts, formats } = useLanguage();
  const { uic: words } = texts;
  const [isAsked, setAsked] = useState(false);
  const holders = useHolders(codeId, isAsked);
  if (!isAsked)
    return (
      <div className="deeds">
        <DeedButton label={words.holders} isPending={false} act={() => setAsked(true)} />
      </div>
    );
  return (
    <Loaded query={holders} height={80}>
      {(all) => (
        <div data-testid="holders">
          <h3>{words.holdersTitle(all.length, formats.count(all.length))}</h3>
          {all.map(({ contactId, codeId: obtained, since }, at) => {
            const name = words.holder(at + 1);
            return (
              <div key={`${contactId} ${obtained}`} className="entry" data-testid="holder">
                <span className="entry-line">
                  <strong>{name}</strong>
                  <time dateTime={since}>{formats.moment(since)}</time>
                </span>
                {obtained !== codeId && <span className="entry-more">{words.holderBefore}</span>}
                {all.length > 1 && <Remind codeId={codeId} to={{ contactId, name }} />}
              </div>
            );
          })}
        </div>
      )}
    </Loaded>
  );
}
