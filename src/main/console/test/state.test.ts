import { describe, expect, it } from 'vitest';
import { linkTo, routeOf } from '../src/feed/route';
import { inOrder } from '../src/state/calls';
import { callTime, observe, unsetClock } from '../src/state/clock';
import { hintState } from '../src/state/hints';
import { balances, discardReasons, unaccounted } from '../src/state/ledger';
import { ageText, clockText, missedText, withCause, words } from '../src/view/words';
import { readCalls } from '../src/wire/calls';
import { readLedger } from '../src/wire/ledger';

describe('the call clock', () => {
  it('is unset before the first event', () => {
    expect(callTime(unsetClock, 500)).toBeNull();
  });

  it('goes by the event that travelled fastest', () => {
    const clock = [
      [1_500, 1_000],
      [2_100, 2_000],
      [3_900, 3_000],
    ].reduce((known, [local = 0, at = 0]) => observe(known, local, at), unsetClock);
    expect(callTime(clock, 4_000)).toBe(3_900);
  });

  it('does not heed what carries no time', () => {
    expect(observe(unsetClock, 100, null)).toBe(unsetClock);
  });
});

describe('the life of a hint', () => {
  const hint = { deadlineMs: 5_000, withdrawn: null } as Parameters<typeof hintState>[0];
  const withdrawn = { ...hint, withdrawn: { cause: 'too-late', atMs: 3_000 } };

  it('is fresh up to its deadline, fades, and is late after that', () => {
    expect(hintState(hint, 5_000)).toBe('fresh');
    expect(hintState(hint, 5_001)).toBe('fading');
    expect(hintState(hint, 6_501)).toBe('late');
  });

  it('says that it is withdrawn, then goes', () => {
    expect(hintState(withdrawn, 3_500)).toBe('withdrawn');
    expect(hintState(withdrawn, 11_000)).toBe('gone');
  });

  it('is history in a call that is only being read', () => {
    expect(hintState(hint, Number.POSITIVE_INFINITY)).toBe('late');
    expect(hintState(withdrawn, Number.POSITIVE_INFINITY)).toBe('gone');
  });
});

describe('the books', () => {
  const ledger = (received: number) =>
    readLedger({
      tracks: [{ trackId: 't1', received, held: 100, appended: 800, discarded: { 'tape-full': 60, duplicate: 40 } }],
    });

  it('balance when every sample is in one account', () => {
    const books = ledger(1_000);
    expect(books && balances(books)).toBe(true);
    expect(books && discardReasons(books)).toEqual(['duplicate', 'tape-full']);
  });

  it('do not balance when samples are missing, and say how many', () => {
    const books = ledger(1_010);
    expect(books && balances(books)).toBe(false);
    expect(books?.tracks.map(unaccounted)).toEqual([10]);
  });
});

describe('the list of calls', () => {
  const call = (callId: string, state: string, hour: number, more = {}) => ({
    callId,
    state,
    startedAt: `2026-01-01T1${hour}:00:00Z`,
    ...more,
  });
  const ordered = (...calls: unknown[]) => inOrder(readCalls({ calls })).map((each) => each.callId);

  it('has the live ones first, then the newest', () => {
    expect(ordered(call('old', 'ended', 1), call('first', 'live', 0), call('new', 'ended', 2), {}, null)).toEqual([
      'first',
      'new',
      'old',
    ]);
  });

  it('has first of the live ones who needs somebody: by health, then by what nobody has answered', () => {
    expect(
      ordered(
        call('well', 'live', 9, { health: 'ok' }),
        call('asking', 'live', 1, { health: 'ok', hintsOpen: 2 }),
        call('deaf', 'live', 1, { health: 'recovering' }),
        call('gone', 'live', 1, { health: 'lost' }),
        call('over', 'ended', 9, { hintsOpen: 7 }),
      ),
    ).toEqual(['gone', 'deaf', 'asking', 'well', 'over']);
  });
});

describe('links', () => {
  it('lead to their call and back', () => {
    expect(routeOf(linkTo('a.b~c-1'))).toEqual({ callId: 'a.b~c-1', passive: false, atMs: null });
    expect(routeOf(linkTo('a', true, 75_900))).toEqual({ callId: 'a', passive: true, atMs: 75_000 });
    for (const odd of ['#/calls/%E0%A4%A', '#/', '#/calls/', '#/calls/a/b', '#/calls/a?t=x', '#/calls/a?t=9999999']) {
      expect(routeOf(odd).callId).toBeNull();
    }
  });
});

describe('words', () => {
  it('says causes as they are named', () => {
    expect(words('connection-lost')).toBe('connection lost');
    expect(words('connectionLost')).toBe('connection lost');
    expect(withCause('recovering', 'connection_lost')).toBe('recovering: connection lost');
  });

  it('says times and ages', () => {
    expect([clockText(65_000), clockText(3_723_000)]).toEqual(['1:05', '1:02:03']);
    expect([ageText(300), ageText(4_200), ageText(125_000)]).toEqual(['now', '4 s ago', '2 min ago']);
  });

  it('says what was missed, and that nothing was', () => {
    const nothing = { ms: 2_300, sentences: 0, hints: 0, expired: 0, gapMs: 0, flags: 0 };
    expect(missedText(nothing)).toBe('Cut off for 2.3 s. Nothing was missed.');
    expect(missedText({ ...nothing, sentences: 3, hints: 1, expired: 1, gapMs: 800 })).toBe(
      'Cut off for 2.3 s. Meanwhile: 3 sentences, 1 hint (1 expired), 0.8 s of audio not received.',
    );
  });
});
