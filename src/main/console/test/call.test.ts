import { describe, expect, it } from 'vitest';
import { type CallState, emptyCall, reduce, reduceLogged, reduceShowing, standing } from '../src/state/call';
import { type Row, rowsOf } from '../src/state/timeline';
import { readEvent, readSnapshot, type Snapshot } from '../src/wire/events';
import { event, final, hint, joined, partial, raw, session, started } from './events';

const fold = (events: unknown[], from: CallState = emptyCall('c')): CallState =>
  events.map(readEvent).reduce((state, read) => (read ? reduce(state, read) : state), from);

const rows = <K extends Row['kind']>(state: CallState, kind: K) =>
  rowsOf(state.timeline).filter((row): row is Extract<Row, { kind: K }> => row.kind === kind);

const shown = (state: CallState): string[] => rows(state, 'utterance').map((row) => row.utterance.text);

const marks = (state: CallState) => rows(state, 'mark').map((row) => row.mark);

/** A snapshot as the feed takes it in. */
const reduceSnapshot = (state: CallState, snapshot: Snapshot): CallState =>
  reduceShowing(snapshot.events.reduce(reduceLogged, state), snapshot);

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
    expect(live.partials.get('t1-u1')).toMatchObject({ text: 'Hello the', final: null });
    const done = fold([final(4, 't1-u1', 100, 'Hello there.')], live);
    expect(done.finals.get('t1-u1')).toMatchObject({ text: 'Hello there.', final: { seq: 4, endMs: 1_100 } });
    expect(done.partials.size).toBe(0);
    expect(rowsOf(done.timeline).map((row) => row.id)).toEqual(rowsOf(live.timeline).map((row) => row.id));
  });

  it('never changes a final', () => {
    const state = fold([final(4, 't1-u1', 100, 'Hello.')], begun);
    const later = fold([partial('t1-u1', 100, 'Hell', 9), final(5, 't1-u1', 100, 'Other.')], state);
    expect(later.finals.get('t1-u1')).toBe(state.finals.get('t1-u1'));
    expect(shown(later)).toEqual(['Hello.']);
  });

  it('removes a partial whose text is empty', () => {
    const state = fold([partial('t1-u1', 100, 'Uh'), partial('t1-u1', 100, '', 2)], begun);
    expect(state.partials.size).toBe(0);
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
    expect(state.finals.get('t1-u1')?.final).toMatchObject({ understood: false, cause: 'no-answer' });
  });

  it('leaves what did not change as it was', () => {
    const state = fold([final(4, 't1-u1', 100, 'Hello.')], begun);
    const later = fold([partial('t2-u1', 900, 'Hi')], state);
    expect(later.finals).toBe(state.finals);
    expect(later.hints).toBe(state.hints);
  });

  it('reads hostile fields as nothing, and names of prototypes as names', () => {
    const state = fold(
      [final(4, '__proto__', 100, 'Hello.'), raw({ seq: 5, type: 'utteranceFinal', utterance: 'u', text: {} })],
      begun,
    );
    expect(state.finals.get('__proto__')?.text).toBe('Hello.');
    expect(state.finals.get('u')?.text).toBe('');
  });
});

describe('hints', () => {
  const offered = fold([final(4, 't2-u1', 100, 'I have another offer.'), hint(5, 'h1', 't2-u1', 5_000)], begun);

  const order = (state: CallState) =>
    rowsOf(state.timeline)
      .filter((row) => row.kind !== 'mark')
      .map((row) => row.id);

  it('stand right below their sentence, whatever was said meanwhile', () => {
    expect(offered.hints.get('h1')).toMatchObject({ utterance: 't2-u1', withdrawn: null });
    const state = fold([final(6, 't1-u1', 100, 'Right.'), final(7, 't1-u2', 900, 'I see.')], offered);
    expect(order(state)).toEqual(['t2-u1', 't1-u1', 'h1', 't1-u2']);
  });

  it('that come before their sentence move to it', () => {
    const early = fold([hint(4, 'h1', 't2-u1', 5_000), final(5, 't1-u1', 700, 'Right.')], begun);
    expect(order(early)).toEqual(['t1-u1', 'h1']);
    expect(order(fold([final(6, 't2-u1', 100, 'I have another offer.')], early))).toEqual(['t2-u1', 'h1', 't1-u1']);
  });

  it('are withdrawn with their cause', () => {
    const state = fold([raw({ seq: 6, type: 'hintWithdrawn', atMs: 3_000, hint: 'h1', cause: 'too-late' })], offered);
    expect(state.hints.get('h1')?.withdrawn).toEqual({ cause: 'too-late', atMs: 3_000 });
  });

  it('keep their outcome', () => {
    const state = fold([raw({ seq: 6, type: 'hintOutcome', atMs: 3_000, hint: 'h1', outcome: 'used' })], offered);
    expect(state.hints.get('h1')).toMatchObject({ answer: 'used', renderedMs: null });
    const seen = fold([raw({ seq: 7, type: 'hintOutcome', atMs: 3_100, hint: 'h1', outcome: 'rendered' })], state);
    expect(seen.hints.get('h1')).toMatchObject({ answer: 'used', renderedMs: 3_100 });
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
    marks(fold(events, ready))
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

describe('what was held', () => {
  const health = (discarded: Record<string, number>) =>
    raw({ type: 'health', atMs: 2_000, ledger: { tracks: [{ trackId: 't1', received: 9, discarded }] }, tracks: [] });
  const held = (state: CallState) => marks(state).find((mark) => mark.type === 'held');
  const late = fold([raw({ seq: 4, type: 'sessionChanged', atMs: 1_100, track: 't1', session: 1, state: 'ready' })], begun);

  it('until the first session was ready is told, and whether any of it was lost once the books say so', () => {
    expect(held(late)).toEqual({ type: 'held', track: 't1', ms: 1_100, lost: null });
    expect(held(fold([health({ staleSocket: 3 })], late))).toMatchObject({ lost: false });
    expect(held(fold([health({ tapeFull: 3 })], late))).toMatchObject({ lost: true });
    expect(held(fold([health({}), health({ tapeFull: 3 })], late))).toMatchObject({ lost: false });
  });

  it('is not worth a word where it was short, and is told of the first session only', () => {
    expect(held(fold([session(4, 't1', 1, 'ready')], begun))).toBeUndefined();
    const again = fold([session(5, 't1', 1, 'recovering'), session(600, 't1', 2, 'ready')], late);
    expect(marks(again).filter((mark) => mark.type === 'held')).toHaveLength(1);
  });
});

describe('the checklist', () => {
  const set = raw({ seq: 4, type: 'checklistSet', title: 'Screening', items: [{ item: 'salary', label: 'Salary' }] });
  const covered = (seq: number, utterance: string) =>
    raw({ seq, type: 'itemCovered', track: 't1', item: 'salary', utterance, phrase: 'a salary' });

  it('is ticked off where it was said first', () => {
    const state = fold([set, covered(5, 't1-u1'), covered(6, 't1-u9')], begun);
    expect(state.checklist?.items).toEqual([
      { item: 'salary', label: 'Salary', covered: { utterance: 't1-u1', phrase: 'a salary' } },
    ]);
  });

  it('begins anew with another playbook', () => {
    const state = fold([set, covered(5, 't1-u1'), { ...set, seq: 6 }], begun);
    expect(state.checklist?.items[0]?.covered).toBeNull();
  });
});

describe('health', () => {
  const health = (storedSeq: number | null, atMs: number) =>
    raw({ type: 'health', atMs, storedSeq, hintBehindMs: 700, tracks: [] });

  it('says until when all is saved, and how much is not', () => {
    const state = fold([health(3, 1_000)], begun);
    expect(state).toMatchObject({ savedToMs: 1_000, unsaved: 0, hintBehindMs: 700 });
    expect(fold([final(4, 't1-u1', 100, 'Hello.'), health(3, 2_000)], state)).toMatchObject({
      savedToMs: 1_000,
      unsaved: 1,
    });
    expect(fold([health(null, 1_000)], begun)).toMatchObject({ savedToMs: null, unsaved: 3 });
  });
});

describe('speakers', () => {
  it('are who they turn out to be, also in what they have said before', () => {
    const state = fold([raw({ seq: 4, type: 'speakerChanged', atMs: 5, track: 't2', speaker: 'manager' })], begun);
    expect(state.speakers.get('t2')).toBe('manager');
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
    expect(marks(state)).toContainEqual({ type: 'missing', fromSeq: 4, toSeq: 6, track: '' });
    expect(shown(state)).toEqual(['Hello.']);
  });

  it('of an ended call leaves nothing live', () => {
    const state = reduceSnapshot(begun, snapshot([], [partial('t1-u1', 100, 'Good')], 'ended'));
    expect(state.live).toBe(false);
    expect(shown(state)).toEqual([]);
  });
});

describe('a phone call', () => {
  const connection = (seq: number, state: string, cause?: string, detail?: string) =>
    raw({ seq, type: 'connectionChanged', atMs: seq * 100, state, cause, detail });
  const present = (seq: number, ...participants: unknown[]) =>
    raw({ seq, type: 'participantsChanged', atMs: seq * 100, participants });
  const somebody = (participant: string, speaker: string, more = {}) => ({
    ...{ participant, speaker, muted: false, onHold: false },
    ...more,
  });
  const states = (state: CallState) =>
    marks(state).flatMap((mark) => (mark.type === 'connectionChanged' ? [mark.state] : []));
  const changes = (state: CallState) =>
    marks(state).flatMap((mark) =>
      mark.type === 'participants' ? [mark.changes.map(({ deed, who }) => `${who.speaker} ${deed}`)] : [],
    );

  it('leaves a mark for what happens to its connection, but not for what follows from being answered', () => {
    const flowing = fold([connection(4, 'answered'), connection(5, 'connected'), connection(6, 'streaming')], begun);
    expect(states(flowing)).toEqual(['answered']);
    expect(flowing.phone).toEqual({ state: 'streaming', cause: '', detail: '' });
    const failed = fold([connection(7, 'restarting', 'socketLost', '400/8581')], flowing);
    expect(failed.phone).toEqual({ state: 'restarting', cause: 'socketLost', detail: '400/8581' });
    const back = fold([connection(8, 'streaming'), connection(9, 'disconnected')], failed);
    expect(states(back)).toEqual(['answered', 'restarting', 'streaming', 'disconnected']);
  });

  it('tells who comes, goes, is muted or put on hold, and nothing where nothing has changed', () => {
    const [agent, caller] = [somebody('8:acs:a', 'agent'), somebody('4:+49', 'unknown')];
    const state = fold(
      [
        present(4, agent),
        present(5, agent, caller),
        present(6, agent, { ...caller, muted: true }),
        present(7, { ...agent, onHold: true }, { ...caller, muted: false }),
        present(8, { ...agent, onHold: true }, caller),
        present(9, agent),
      ],
      begun,
    );
    expect(changes(state)).toEqual([
      ['agent present'],
      ['unknown joined'],
      ['unknown muted'],
      ['agent onHold', 'unknown unmuted'],
      ['agent offHold', 'unknown left'],
    ]);
    expect([...state.present.keys()]).toEqual(['8:acs:a']);
  });

  it('survives what is no list of people', () => {
    const state = fold([raw({ seq: 4, type: 'participantsChanged', participants: [null, 7, { participant: {} }] })], begun);
    expect(state.lastSeq).toBe(4);
  });
});
