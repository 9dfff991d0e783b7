import type { RefObject } from 'preact';
import type { Announce, Settings } from '../feed/settings';

const KEYS: ReadonlyArray<readonly [title: string, keys: ReadonlyArray<readonly [key: string, what: string]>]> = [
  [
    'The hint',
    [
      ['u', 'used: it helped'],
      ['d', 'dismiss it'],
      ['p', 'pin it, or let it go'],
      ['w', 'wrong: it does not fit'],
      ['s', 'snooze its kind for five minutes'],
      ['j', 'to its sentence, and back'],
    ],
  ],
  [
    'The call',
    [
      ['f', 'flag this moment'],
      ['l', 'to the newest words'],
      ['/', 'find in the transcript'],
      ['?', 'these keys'],
    ],
  ],
  [
    'The replay of a call',
    [
      ['k', 'play, pause'],
      [',  .', 'one event back, on'],
      ['[  ]', 'to the hint, gap or flag before, after'],
    ],
  ],
];

const ANNOUNCE: ReadonlyArray<readonly [Announce, string]> = [
  ['hints', 'Hints'],
  ['all', 'Hints and finished sentences'],
  ['nothing', 'Nothing'],
];

/** All keys, and what a reader may choose. */
export function Help({ dialog, settings }: { dialog: RefObject<HTMLDialogElement | null>; settings: Settings }) {
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" data-testid="help">
      <form method="dialog" class="help-head">
        <h2 id="help-title">Keys and settings</h2>
        <button type="submit">Close</button>
      </form>
      {KEYS.map(([title, keys]) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl>
            {keys.map(([key, what]) => (
              <div key={key}>
                <dt>
                  {key.split('  ').map((each) => (
                    <kbd key={each}>{each}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <section>
        <h3>Settings</h3>
        <label class="choice">
          <input
            type="checkbox"
            checked={settings.keys.value}
            onChange={(event) => {
              settings.keys.value = event.currentTarget.checked;
            }}
          />
          Single keys do this
        </label>
        <label class="choice">
          Announce to a screen reader
          <select
            value={settings.announce.value}
            onChange={(event) => {
              settings.announce.value = ANNOUNCE[event.currentTarget.selectedIndex]?.[0] ?? 'hints';
            }}
          >
            {ANNOUNCE.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </section>
    </dialog>
  );
}
