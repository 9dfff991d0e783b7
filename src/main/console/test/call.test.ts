import { describe, expect, it } from 'vitest';
import { type CallState, emptyCall, reduce, reduceSnapshot, standing } from '../src/state/call';
import { readEvent, readSnapshot } from '../src/wire/events';
import { event, final, hint, joined, partial, raw, session, started } from './events';

const fold = (events: unknown[], from: CallState = emptyCall('c')): CallState =>
  events.map(readEvent).reduce((state, read) => (read ? reduce(state, read) : state), from);

const shown = (state: CallState): string[] =>
  state.timeline.filter((row) => row.kind === 'utterance').map((row) => state.utterances.get(row.id)?.text ?? '');

const begun = fold([started, joined(2, 't1', 'agent'), joined(3, 't2', 'candidate')]);

describe('the order of events', () => {
  it('takes the next event and moves the cursor', () => {
    expect(begun.lastSeq).toBe(3);
    expect(begun.speakers.get('t2')).toBe('candidate');
  });

  it('takes an event once', () => {
    const state = fold([final(4, 't1-u1', 100, 'Hello.')], begun);
    const again = fold([final(4, 't1-u1', 100, 'Hello again.')], state);
    expect(again).toBe(state);
  });

  it('does not take an event that is ahead, and names it so', () => {
    const early = event(final(6, 't1-u1', 100, 'Hello.'));
    expect(standing(begun, early)).toBe('ahead');
    expect(reduce(begun, early)).toBe(begun);
  });

  it('ignores the events of another call', () => {
    expect(fold([{ ...final(4, 't1-u1', 100, 'Hello.'), callId: 'other' }], begun)).toBe(begun);
  });

  it('lets an unknown type take its place and shows nothing', () => {
    const state = fold([raw({ seq: 4, type: 'tomorrow', atMs: 5 }), final(5, 't1-u1', 100, 'Hello.')], begun);
    expect(state.lastSeq).toBe(5);
    expect(shown(state)).toEqual(['Hello.']);
  });

  it('ignores an unknown volatile type, and what is no event', () => {
    for (const odd of [raw({ type: 'tomorrow' }), null, 7, 'x', [], {}, raw({ seq: -1, type: 'callStarted' })]) {
      expect(readEvent(odd)).toBeNull();
    }
  });
});

describe('the transcript', () => {
  it('stands in the order of the speech, whatever order it came in', () => {
    const state = fold([final(4, 't1-u1', 2_000, 'Second.'), final(5, 't2-u1', 500, 'First.')], begun);
    expect(shown(state)).toEqual(['First.', 'Second.']);
  });

  it('turns a partial into its final under the same key', () => {
    const live = fold([partial('t1-u1', 100, 'Hel'), partial('t1-u1', 100, 'Hello the', 2)], begun);
    expect(live.utterances.get('t1-u1')).toMatchObject({ text: 'Hello the', final: false });
    const done = fold([final(4, 't1-u1', 100, 'Hello there.')], live);
    expect(done.utterances.get('t1-u1')).toMatchObject({ text: 'Hello there.', final: true });
    expect(done.timeline).toBe(live.timeline);
  });

  it('never changes a final', () => {
    const state = fold([final(4, 't1-u1', 100, 'Hello.')], begun);
    const later = fold([partial('t1-u1', 100, 'Hell', 9), final(5, 't1-u1', 100, 'Other.')], state);
    expect(later.utterances.get('t1-u1')).toBe(state.utterances.get('t1-u1'));
  });

  it('removes a partial whose text is empty', () => {
    const state = fold([partial('t1-u1', 100, 'Uh'), partial('t1-u1', 100, '', 2)], begun);
    expect(state.utterances.size).toBe(0);
    expect(shown(state)).toEqual([]);
  });

  it('drops a partial older than the one that shows', () => {
    const state = fold([partial('t1-u1', 100, 'Hello there', 3), partial('t1-u1', 100, 'Hello', 2)], begun);
    expect(shown(state)).toEqual(['Hello there']);
  });

  it('holds one live line a track', () => {
    const state = fold(
      [partial('t1-u1', 100, 'One'), partial('t2-u1', 150, 'Two'), partial('t1-u2', 900, 'Three')],
      begun,
    );
    expect(shown(state)).toEqual(['Two', 'Three']);
    expect(shown(fold([partial('t1-u1', 100, 'One more', 2)], state))).toEqual(['Two', 'Three']);
  });

  it('keeps what was not understood, with its cause', () => {
    const state = fold([final(4, 't1-u1', 100, '', { understood: false, cause: 'no-answer' })], begun);
    expect(state.utterances.get('t1-u1')).toMatchObject({ understood: false, cause: 'no-answer' });
  });

  it('leaves what did not change as it was', () => {
    const state = fold([final(4, 't1-u1', 100, 'Hello.')], begun);
    const later = fold([partial('t2-u1', 900, 'Hi')], state);
    expect(later.utterances.get('t1-u1')).toBe(state.utterances.get('t1-u1'));
    expect(later.marks).toBe(state.marks);
  });

  it('reads hostile fields as nothing, and names of prototypes as names', () => {
    const state = fold(
      [final(4, '__proto__', 100, 'Hello.'), raw({ seq: 5, type: 'utteranceFinal', utterance: 'u', text: {} })],
      begun,
    );
    expect(state.utterances.get('__proto__')?.text).toBe('Hello.');
    expect(state.utterances.get('u')?.text).toBe('');
  });
});

describe('hints', () => {
  const offered = fold([final(4, 't2-u1', 100, 'I have another offer.'), hint(5, 'h1', 't2-u1', 5_000)], begun);

  it('are anchored to their utterance', () => {
    expect(offered.hints.get('h1')).toMatchObject({ utterance: 't2-u1', withdrawn: null });
    expect(offered.timeline.some((row) => row.kind === 'hint')).toBe(false);
  });

  it('stand on their own until their utterance is final', () => {
    const early = fold([hint(4, 'h1', 't2-u1', 5_000)], begun);
    expect(early.timeline.at(-1)).toEqual({ kind: 'hint', id: 'h1', atMs: 1_000 });
    const anchored = fold([final(5, 't2-u1', 100, 'I have another offer.')], early);
    expect(anchored.timeline.some((row) => row.kind === 'hint')).toBe(false);
  });

  it('are withdrawn with their cause', () => {
    const state = fold([raw({ seq: 6, type: 'hintWithdrawn', atMs: 3_000, hint: 'h1', cause: 'too-late' })], offered);
    expect(state.hints.get('h1')?.withdrawn).toEqual({ cause: 'too-late', atMs: 3_000 });
  });

  it('keep their outcome', () => {
    const state = fold([raw({ seq: 6, type: 'hintOutcome', atMs: 3_000, hint: 'h1', outcome: 'used' })], offered);
    expect(state.hints.get('h1')?.outcome).toBe('used');
  });
});

describe('sessions', () => {
  const ready = fold([session(4, 't1', 1, 'connecting'), session(5, 't1', 1, 'ready')], begun);

  it('say the newest state and its cause', () => {
    const state = fold([session(6, 't1', 1, 'recovering', 'connection-lost')], ready);
    expect(state.sessions.get('t1')).toMatchObject({ state: 'recovering', cause: 'connection-lost' });
  });

  it('stay ready while the next one is prepared, and follow it once it serves', () => {
    const rotating = fold([session(6, 't1', 2, 'connecting')], ready);
    expect(rotating.sessions.get('t1')).toMatchObject({ number: 1, state: 'ready', successor: 'connecting' });
    const rotated = fold([session(7, 't1', 2, 'ready'), session(8, 't1', 1, 'closed', 'rotated')], rotating);
    expect(rotated.sessions.get('t1')).toMatchObject({ number: 2, state: 'ready', successor: null });
  });

  it('serve on while they are about to expire, until the next one is ready', () => {
    const rotating = fold(
      [session(6, 't1', 1, 'rotating', 'sessionExpiring'), session(7, 't1', 2, 'connecting')],
      ready,
    );
    expect(rotating.sessions.get('t1')).toMatchObject({ number: 1, state: 'rotating', successor: 'connecting' });
    const failed = fold([session(8, 't1', 2, 'rotating', 'upgradeRefused')], rotating);
    expect(failed.sessions.get('t1')).toMatchObject({ number: 1, state: 'rotating', successor: null });
    const rotated = fold([session(9, 't1', 3, 'ready')], failed);
    expect(rotated.sessions.get('t1')).toMatchObject({ number: 3, state: 'ready', successor: null });
  });

  const marked = (...events: unknown[]) =>
    [...fold(events, ready).marks.values()]
      .filter((mark) => mark.type === 'sessionChanged')
      .map(({ state, cause }) => `${state} ${cause}`.trim());

  it('leave no mark for how they begin, are renewed and end with their call', () => {
    expect(
      marked(
        session(6, 't1', 2, 'ready'),
        session(7, 't1', 1, 'closed', 'rotated'),
        session(8, 't1', 2, 'closed', 'callEnded'),
      ),
    ).toEqual([]);
  });

  it('leave a mark when one is lost, once however often it is tried again, and when it is back', () => {
    expect(
      marked(
        session(6, 't1', 1, 'recovering', 'connectionLost'),
        session(7, 't1', 2, 'connecting'),
        session(8, 't1', 2, 'recovering', 'upgradeRefused'),
        session(9, 't1', 3, 'recovering', 'upgradeRefused'),
        session(10, 't1', 4, 'configuring'),
        session(11, 't1', 4, 'ready'),
        session(12, 't1', 4, 'closed', 'unauthorized'),
      ),
    ).toEqual(['recovering connectionLost', 'ready', 'closed unauthorized']);
  });
});

describe('the end of a call', () => {
  it('names its cause, closes the books and leaves nothing live', () => {
    const ledger = { callId: 'c', tracks: [] };
    const state = fold(
      [
        partial('t1-u1', 100, 'Good'),
        raw({ seq: 4, type: 'callEnded', atMs: 9_000, cause: 'hung-up', durationMs: 9_000, ledger }),
      ],
      begun,
    );
    expect(state).toMatchObject({
      live: false,
      ended: { cause: 'hung-up', durationMs: 9_000 },
      ledger: { tracks: [] },
    });
    expect(shown(fold([partial('t1-u1', 100, 'Good', 2)], state))).toEqual([]);
  });
});

describe('a snapshot', () => {
  const snapshot = (events: unknown[], volatile: unknown[] = [], state = 'live') =>
    readSnapshot({ callId: 'c', lastSeq: 9, state, events, volatile });

  it('gives the same state as the events one by one', () => {
    const events = [final(4, 't1-u1', 100, 'Hello.'), hint(5, 'h1', 't1-u1', 5_000)];
    expect(reduceSnapshot(begun, snapshot(events))).toEqual(fold(events, begun));
  });

  it('removes the partials that it does not show any more', () => {
    const live = fold([partial('t1-u1', 100, 'Lost'), partial('t2-u1', 200, 'Kept')], begun);
    expect(shown(reduceSnapshot(live, snapshot([], [partial('t2-u1', 200, 'Kept on', 2)])))).toEqual(['Kept on']);
  });

  it('says which events are gone when the log does not have them any more', () => {
    const state = reduceSnapshot(begun, snapshot([final(7, 't1-u1', 100, 'Hello.')]));
    expect(state.lastSeq).toBe(7);
    expect([...state.marks.values()].at(-1)).toMatchObject({ type: 'missing', fromSeq: 4, toSeq: 6 });
    expect(shown(state)).toEqual(['Hello.']);
  });

  it('of an ended call leaves nothing live', () => {
    const state = reduceSnapshot(begun, snapshot([], [partial('t1-u1', 100, 'Good')], 'ended'));
    expect(state.live).toBe(false);
    expect(shown(state)).toEqual([]);
  });
});
