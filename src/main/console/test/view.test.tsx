// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallList } from '../src/view/CallList';
import { CallView } from '../src/view/CallView';
import { Access } from '../src/feed/access';
import { Feed } from '../src/feed/feed';
import type { ConnectionState, Hub } from '../src/feed/hub';
import { Page } from '../src/feed/page';
import type { Announce } from '../src/feed/settings';
import { Announcer } from '../src/view/Announcer';
import { readCalls } from '../src/wire/calls';
import { readEvent } from '../src/wire/events';
import { final, hint, joined, partial, raw, session, started } from './events';

/** On screen is what the test says is on screen. */
class HandObserver {
  static all: HandObserver[] = [];
  readonly watched = new Set<Element>();

  constructor(private readonly seen: (entries: Array<{ isIntersecting: boolean }>) => void) {
    HandObserver.all.push(this);
  }

  observe(element: Element): void {
    this.watched.add(element);
  }

  disconnect(): void {
    this.watched.clear();
  }

  static show(element: Element): void {
    for (const observer of HandObserver.all) {
      if (observer.watched.has(element)) observer.seen([{ isIntersecting: true }]);
    }
  }
}

/** A hub that is told what to say, and keeps what it is told. */
class QuietHub implements Hub {
  readonly told: unknown[][] = [];
  private readonly handlers = new Map<string, (argument: unknown) => void>();
  private connected = () => {};
  private readonly log: unknown[] = [];
  state = 'live';

  invoke(method: string, ...args: readonly unknown[]): Promise<unknown> {
    this.told.push([method, ...args]);
    if (method !== 'Subscribe') return Promise.resolve(null);
    const events = this.log.slice(Number(args[1]));
    return Promise.resolve({ callId: 'c', lastSeq: this.log.length, state: this.state, events, volatile: [] });
  }

  on(method: string, handler: (argument: unknown) => void): void {
    this.handlers.set(method, handler);
  }

  onConnected(handler: () => void): void {
    this.connected = handler;
  }

  onLost(): void {}

  async begin(...log: unknown[]): Promise<void> {
    this.log.push(...log);
    this.connected();
    for (let i = 0; i < 10; i++) await Promise.resolve();
  }

  tell(event: unknown): void {
    if ((readEvent(event)?.seq ?? 0) > 0) this.log.push(event);
    this.handlers.get('event')?.(event);
  }

  of(method: string) {
    return this.told.filter(([name]) => name === method).map(([, ...args]) => args);
  }
}

const root = document.createElement('div');
const connection = signal<ConnectionState>('connected');
const settings = { announce: signal<Announce>('hints'), keys: signal(true) };
let hub: QuietHub;
let page: Page;
let localMs: number;

const find = (selector: string): HTMLElement => {
  const element = root.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`nothing matches ${selector}`);
  return element;
};

const line = (id: string) => find(`[data-testid="utterance"][data-utterance="${id}"]`);
const card = () => find('[data-testid="hint"]');
const hintRow = () => find('[data-testid="hint-row"]');
const press = (key: string) => act(() => void dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));

function Shown({ page }: { page: Page }) {
  const call = page.call.value;
  return (
    <>
      {call && <CallView key={`${call.callId} ${page.route.value.passive}`} call={call} page={page} />}
      <Announcer said={page.said} />
    </>
  );
}

async function open(hash: string, ...log: unknown[]): Promise<void> {
  hub = new QuietHub();
  localMs = 50_000;
  page = Page.create(
    Feed.create(hub, () => localMs),
    connection,
    Access.of(sessionStorage),
    settings,
    () => localMs,
  );
  page.go(hash);
  await hub.begin(...log);
  await act(() => render(<Shown page={page} />, root));
}

async function show(...events: unknown[]): Promise<void> {
  await act(() => events.forEach((event) => hub.tell(event)));
}

/** Lets time pass until so many ms on the call clock. */
async function at(ms: number): Promise<void> {
  await act(() => {
    localMs += ms - page.feed.nowMs();
    page.tick();
  });
}

const BEGUN = [started, joined(2, 't1', 'agent'), joined(3, 't2', 'candidate')];

beforeEach(async () => {
  vi.stubGlobal('IntersectionObserver', HandObserver);
  vi.stubGlobal('ResizeObserver', HandObserver);
  HandObserver.all = [];
  document.body.append(root);
  settings.announce.value = 'hints';
  settings.keys.value = true;
  connection.value = 'connected';
  await open('#/calls/c', ...BEGUN);
});

afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

describe('the transcript', () => {
  it('keeps one element and one text node from partial to final, and replaces only the tail', async () => {
    await show(partial('t2-u1', 100, 'I have an'));
    const before = line('t2-u1');
    const node = before.querySelector('.live-text')?.firstChild as Text;
    const replaced = vi.spyOn(node, 'replaceData');
    expect(before.dataset).toMatchObject({ final: 'false', speaker: 'candidate' });

    await show(final(4, 't2-u1', 100, 'I have another offer.'));

    expect(line('t2-u1')).toBe(before);
    expect(before.querySelector('.live-text')?.firstChild).toBe(node);
    expect(node.data).toBe('I have another offer.');
    expect(replaced.mock.calls).toEqual([[9, 0, 'other offer.']]);
    expect(before.dataset.final).toBe('true');
  });

  it('is a log that announces nothing by itself; the one voice tells of finished sentences only, where it is to', async () => {
    const log = find('[data-testid="transcript"]');
    expect([log.getAttribute('role'), log.getAttribute('aria-live')]).toEqual(['log', 'off']);
    expect(root.querySelectorAll('[aria-live]:not([aria-live=off])')).toHaveLength(1);
    settings.announce.value = 'all';
    await show(partial('t2-u1', 100, 'I have an'));
    expect(find('[data-testid="announcer"]').textContent).toBe('');
    await show(final(4, 't2-u1', 100, 'I have another offer.'));
    expect(find('[data-testid="announcer"]').textContent).toBe('candidate: I have another offer.');
  });

  it('shows markup in speech and hints as text', async () => {
    const hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
    await show(
      final(4, 't2-u1', 100, hostile),
      { ...hint(5, 'h1', 't2-u1', 9_000), text: hostile, why: hostile, quote: hostile, label: hostile },
      raw({ seq: 6, type: 'flagged', atMs: 1_700, note: hostile }),
      raw({ seq: 7, type: 'checklistSet', title: hostile, items: [{ item: 'x', label: hostile }] }),
    );
    for (const place of ['utterance', 'hint', 'hint-row', 'mark', 'goal']) {
      const texts = [...root.querySelectorAll(`[data-testid="${place}"]`)].map((each) => each.textContent);
      expect(texts.join(' '), place).toContain(hostile);
    }
    expect(root.querySelectorAll('img, script')).toHaveLength(0);
  });

  it('says what was not understood, and why', async () => {
    await show(final(4, 't2-u1', 100, '', { understood: false, cause: 'no-answer' }));
    expect(line('t2-u1').textContent).toContain('Not understood: no answer');
  });

  it('marks gaps, and ends with the cause of the end', async () => {
    await show(
      raw({
        seq: 4,
        type: 'audioGap',
        atMs: 900,
        track: 't2',
        startMs: 400,
        endMs: 800,
        samples: 6400,
        cause: 'missing-frames',
      }),
      raw({ seq: 5, type: 'callEnded', atMs: 9_000, cause: 'hung-up', durationMs: 65_000, ledger: null }),
    );
    expect(find('[data-mark="audioGap"]').textContent).toBe('0.4 s of candidate not received: missing frames');
    expect(find('[data-testid="call-ended"]').textContent).toBe('Call ended: hung up · 1:05');
  });

  it('follows its end while rows come and go, and leaves it alone once the reader has gone up', async () => {
    const region = find('.transcript');
    const size = { scrollHeight: 0, clientHeight: 100, scrollTop: 0 };
    for (const name of Object.keys(size) as Array<keyof typeof size>) {
      Object.defineProperty(region, name, { get: () => size[name], set: (value) => (size[name] = value) });
    }
    const resize = (scrollHeight: number) => {
      size.scrollHeight = scrollHeight;
      size.scrollTop = Math.min(size.scrollTop, scrollHeight - 100);
    };
    const scrollTo = (top: number) =>
      act(() => {
        size.scrollTop = top;
        region.dispatchEvent(new Event('scroll'));
      });
    const observed = () => act(() => HandObserver.show(region));
    const button = () => root.querySelector('.to-edge');

    resize(1_000);
    await observed();
    await scrollTo(1_000 - 100);
    resize(800);
    resize(1_200);
    await scrollTo(800 - 100);
    await observed();
    expect(button()).toBeNull();
    expect(size.scrollTop).toBe(1_200);

    await scrollTo(1_200 - 100);
    await scrollTo(600);
    resize(1_300);
    await observed();
    expect(button()?.textContent).toBe('Jump to live');
    expect(size.scrollTop).toBe(600);
    await show(final(4, 't2-u1', 100, 'I have another offer.'), hint(5, 'h1', 't2-u1', 9_000));
    expect(button()?.textContent).toBe('Jump to live (2)');
    await press('l');
    expect(button()).toBeNull();
    expect(size.scrollTop).toBe(1_300);
  });

  it('carries no style attribute, which a strict policy would refuse', async () => {
    await show(final(4, 't2-u1', 100, 'Hello.'), hint(5, 'h1', 't2-u1', 9_000));
    expect(root.querySelectorAll('[style]')).toHaveLength(0);
  });
});

describe('a hint', () => {
  const offer = () => show(final(4, 't2-u1', 100, 'I have another offer.'), hint(5, 'h1', 't2-u1', 9_000));
  const outcomes = () => hub.of('Outcome').map(([, id, outcome]) => `${id} ${outcome}`);

  it('has the one slot, with what to do, why, the words, its age and what is left of its time', async () => {
    await offer();
    await at(7_000);
    expect(card().closest('[data-testid="now"]')).not.toBeNull();
    expect(card().dataset).toMatchObject({ hint: 'h1', state: 'fresh' });
    for (const part of ['Competing offer', '2 s ago', 'Ask what would decide it.', 'There is a deadline elsewhere.']) {
      expect(card().textContent).toContain(part);
    }
    expect(card().querySelector('q')?.textContent).toBe('another offer');
    expect(card().querySelector('.ring-left')?.getAttribute('stroke-dashoffset')).toBe('50');
  });

  it('fades at its deadline, then leaves the slot, and stays below its sentence with what became of it', async () => {
    await offer();
    await at(9_001);
    expect(card().dataset.state).toBe('fading');
    await at(11_000);
    expect(root.querySelector('[data-testid="hint"]')).toBeNull();
    expect(hintRow().textContent).toContain('moment passed, not shown');
    expect(hintRow().closest('li')?.previousElementSibling).toBe(line('t2-u1').closest('li'));
  });

  it('says why it is withdrawn, then goes', async () => {
    await offer();
    await show(raw({ seq: 6, type: 'hintWithdrawn', atMs: 6_500, hint: 'h1', cause: 'too-late' }));
    expect(card().dataset.state).toBe('withdrawn');
    expect(card().textContent).toContain('Withdrawn: too late'); // a cause that this page does not know
    await at(20_000);
    expect(root.querySelector('[data-testid="hint"]')).toBeNull();
    expect(hintRow().textContent).toContain('withdrawn: too late');
  });

  it.each([
    ['superseded', 'Withdrawn: a newer one took its place'],
    ['evidenceRevised', 'Withdrawn: the words it quotes were corrected'],
    ['deadlinePassed', 'Withdrawn: its moment had passed'],
    ['toString', 'Withdrawn: to string'],
  ])('says why in words: %s', async (cause, said) => {
    await offer();
    await show(raw({ seq: 6, type: 'hintWithdrawn', atMs: 6_500, hint: 'h1', cause }));
    expect(card().textContent).toContain(said);
  });

  it('is called as the playbook calls its kind, and by that where an older log says nothing', async () => {
    const { label: _, ...unlabelled } = hint(5, 'h1', 't2-u1', 9_000) as Record<string, unknown>;
    await show(final(4, 't2-u1', 100, 'I have another offer.'), unlabelled);
    expect(card().querySelector('.hint-kind')?.textContent).toBe('competing offer');
  });

  it('is reported once it is on screen, once', async () => {
    await offer();
    expect(outcomes()).toEqual([]);
    HandObserver.show(card());
    HandObserver.show(card());
    expect(outcomes()).toEqual(['h1 rendered']);
  });

  it('is not reported while the page itself is out of sight, but as soon as it is not', async () => {
    await offer();
    const visible = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    HandObserver.show(card());
    expect(outcomes()).toEqual([]);
    visible.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(outcomes()).toEqual(['h1 rendered']);
    visible.mockRestore();
  });

  it('never takes the focus', async () => {
    const button = find('.head-tools button');
    button.focus();
    await offer();
    expect(document.activeElement).toBe(button);
  });

  it.each([
    ['u', 'used'],
    ['d', 'dismissed'],
    ['w', 'wrong'],
  ])('is answered by one key: %s', async (key, outcome) => {
    await offer();
    await press(key);
    expect(outcomes()).toEqual([`h1 ${outcome}`]);
    expect(root.querySelector('[data-testid="hint"]')).toBeNull();
  });

  it('is pinned beyond its moment, until it is let go', async () => {
    await offer();
    await press('p');
    await at(60_000);
    expect(card().dataset.state).toBe('pinned');
    expect(card().textContent).toContain('moment passed');
    await press('p');
    await at(60_250);
    expect(root.querySelector('[data-testid="hint"]')).toBeNull();
  });

  it('has its kind snoozed, and shown again when that is undone', async () => {
    await offer();
    await press('s');
    await at(6_500);
    expect(root.querySelector('[data-testid="hint"]')).toBeNull();
    expect(find('.snoozed').textContent).toContain('No hints on Competing offer for now.');
    await act(() => find('.snoozed button').click());
    await at(6_750);
    expect(card().dataset.hint).toBe('h1');
    expect(outcomes()).toEqual([]);
  });

  it('leads to its sentence and back', async () => {
    await offer();
    line('t2-u1').scrollIntoView = vi.fn();
    await press('j');
    expect(line('t2-u1').dataset.target).toBe('true');
    expect(line('t2-u1').scrollIntoView).toHaveBeenCalled();
    await press('j');
    expect(line('t2-u1').dataset.target).toBeUndefined();
    await press('j');
    expect(line('t2-u1').scrollIntoView).toHaveBeenCalledTimes(2);
  });

  it('is told to a screen reader once, where that is wanted', async () => {
    await offer();
    expect(find('[data-testid="announcer"]').textContent).toBe('Competing offer: Ask what would decide it.');
    settings.announce.value = 'nothing';
    await show(final(6, 't2-u2', 20_000, 'More.'), hint(7, 'h2', 't2-u2', 30_000));
    expect(find('[data-testid="announcer"]').textContent).toBe('Competing offer: Ask what would decide it.');
  });

  it('does nothing by single keys where they are turned off, or while somebody types', async () => {
    await offer();
    await act(() => {
      settings.keys.value = false;
    });
    await press('u');
    expect(outcomes()).toEqual([]);
    await act(() => {
      settings.keys.value = true;
    });
    await press('/');
    await act(() => void find('[type=search]').dispatchEvent(new KeyboardEvent('keydown', { key: 'u', bubbles: true })));
    expect(outcomes()).toEqual([]);
  });
});

describe('who only watches', () => {
  it('sees the hint and reports nothing of it', async () => {
    await open('#/watch/c', ...BEGUN, final(4, 't2-u1', 100, 'I have another offer.'));
    await show(hint(5, 'h1', 't2-u1', 9_000));
    HandObserver.show(card());
    for (const key of ['u', 'd', 'w', 's']) await press(key);
    expect(hub.of('Outcome')).toEqual([]);
    expect(card().textContent).not.toContain('Used');
    expect(find('.passive a').getAttribute('href')).toBe('#/calls/c');
  });

  it('of a call that is over is told so at once, of an expired hint only as of one that was', async () => {
    await open('#/calls/c');
    hub.state = 'ended';
    const over = raw({ seq: 6, type: 'callEnded', atMs: 9_000, cause: 'hungUp', durationMs: 9_000, ledger: null });
    await open('#/calls/c', ...BEGUN, final(4, 't2-u1', 100, 'Another offer.'), hint(5, 'h1', 't2-u1', 9_000), over);
    expect(root.querySelector('[data-testid="hint"]')).toBeNull();
    expect(hintRow().dataset.fate).toBe('notShown');
    expect(hub.of('Outcome')).toEqual([]);
  });
});

describe('a long call', () => {
  it('is in the document only around what is being read', async () => {
    const log = Array.from({ length: 1_200 }, (_, n) => final(n + 4, `t1-v${n}`, 3_000 * n, `Sentence ${n}`));
    await open('#/calls/c', ...BEGUN, ...log.slice(0, 100));
    await show(...log.slice(100));
    expect(root.querySelectorAll('[data-testid="utterance"]').length).toBeLessThan(100);
    expect(line('t1-v1199').textContent).toContain('Sentence 1199');
  });

  it('costs no more of the document for an event the longer it goes on', async () => {
    const log = Array.from({ length: 1_500 }, (_, n) => final(n + 4, `t1-v${n}`, 3_000 * n, `Sentence ${n}`));
    const changes = new MutationObserver(() => {});
    changes.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    const costs = async (from: number) => {
      await show(...log.slice(from, from + 100));
      changes.takeRecords();
      let most = 0;
      for (const sentence of log.slice(from + 100, from + 164)) {
        const { utterance, startMs, text } = sentence as { utterance: string; startMs: number; text: string };
        await show(partial(utterance, startMs, text.slice(0, -1)));
        await show(sentence);
        most = Math.max(most, changes.takeRecords().length);
      }
      return most;
    };
    await open('#/calls/c', ...BEGUN);
    const early = await costs(0);
    await show(...log.slice(164, 1_300));
    expect(await costs(1_300)).toBeLessThanOrEqual(early + 2);
    changes.disconnect();
  });

  it('is found in wherever the words are, and drawn there', async () => {
    const log = Array.from({ length: 300 }, (_, n) => final(n + 4, `t1-v${n}`, 3_000 * n, `Sentence ${n}.`));
    await open('#/calls/c', ...BEGUN, ...log.slice(0, 100));
    await show(...log.slice(100));
    await press('/');
    const input = find('[type=search]') as HTMLInputElement;
    await act(() => {
      input.value = 'sentence 7.';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await act(() => void input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })));
    expect(line('t1-v7').dataset.target).toBe('true');
    expect(find('.find output').textContent).toBe('1 of 1');
    await act(() => void input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
    expect(root.querySelector('.find')).toBeNull();
  });
});

describe('the head and the books', () => {
  it('say the state of each session in words', async () => {
    await show(session(4, 't1', 1, 'ready'), session(5, 't2', 1, 'recovering', 'connection-lost'));
    const [agent, candidate] = root.querySelectorAll<HTMLElement>('[data-testid="session-state"]');
    expect(agent?.dataset).toMatchObject({ track: 't1', state: 'ready' });
    expect(candidate?.dataset).toMatchObject({ track: 't2', state: 'recovering' });
    expect(candidate?.textContent).toContain('recovering: connection lost');
    expect(find('[data-mark="sessionChanged"]').textContent).toBe(
      'Transcript of candidate interrupted: connection lost',
    );
  });

  it('say how far behind a track is, once that is worth saying', async () => {
    const health = (heldMs: number, textBehindMs: number) =>
      raw({
        ...{ type: 'health', media: 'receiving', storedSeq: 2, hintBehindMs: 1_200, atMs: 65_000 },
        tracks: [{ trackId: 't1', session: 'ready', heldMs, levelDb: -20, textBehindMs }],
      });
    const said = (id: string) => find(`[data-testid="${id}"]`).textContent;
    await show(health(980, 400));
    expect(root.querySelector('.track-behind')).toBeNull();
    expect(said('text-behind')).toBe('text up to date');
    expect(said('hint-behind')).toBe('hint awaited for 1.2 s');
    expect(said('saved')).toBe('nothing saved yet');
    expect(said('liveness')).toBe('live');
    await show(health(12_300, 6_000));
    expect(find('.track-behind').textContent).toBe('12.3 s held');
    expect(said('text-behind')).toBe('text 6.0 s behind');
    expect(said('liveness')).toBe('not live what agent says has no text yet');
    await show({ ...health(0, 0), unstored: { waits: 'memory', cause: 'storeAway' } });
    expect(said('saved')).toBe('nothing saved yet (in memory only: the store is away)');
    await show({ ...health(0, 0), storedSeq: 3 });
    expect(said('saved')).toBe('saved to 1:05');
    await show({ ...health(0, 0), storedSeq: 1, unstored: { waits: 'disk', cause: 'storeRefused' } });
    expect(said('saved')).toBe('saved to 1:05, 2 events not yet (safe on disk: the store refuses them)');
  });

  it('never say live of a call that nobody has told of for a while, or by a lost connection', async () => {
    await show(raw({ type: 'health', media: 'receiving', tracks: [{ trackId: 't1', session: 'ready' }] }));
    expect(find('[data-testid="liveness"]').dataset.state).toBe('live');
    localMs += 4_000;
    await act(() => page.tick());
    expect(find('[data-testid="liveness"]').dataset.state).toBe('noWord');
    await act(() => {
      connection.value = 'reconnecting';
    });
    expect(find('[data-testid="liveness"]').textContent).toContain('not live this page has lost its connection');
  });

  it('tell what is covered, and lead to where', async () => {
    await show(
      raw({ seq: 4, type: 'checklistSet', title: 'T', items: [{ item: 'salary', label: 'Salary' }, { item: 'x', label: 'X' }] }),
      final(5, 't2-u1', 100, 'About the salary.'),
      raw({ seq: 6, type: 'itemCovered', atMs: 1_700, track: 't2', item: 'salary', utterance: 't2-u1', phrase: 'salary' }),
    );
    expect(find('.goals summary').textContent).toBe('Covered 1 of 2');
    line('t2-u1').scrollIntoView = vi.fn();
    await act(() => find('[data-item="salary"] button').click());
    expect(line('t2-u1').dataset.target).toBe('true');
    expect(find('[data-testid="balance"]').textContent).toContain('candidate 100 %');
  });

  it('tell how the phone is, who is muted, and what became of either', async () => {
    const present = (seq: number, muted: boolean) =>
      raw({
        ...{ seq, type: 'participantsChanged', atMs: seq * 100 },
        participants: [
          { participant: '8:acs:a', speaker: 'agent', muted, onHold: false },
          { participant: '4:+49<b>30</b>', speaker: 'unknown', muted: false, onHold: false },
        ],
      });
    await show(
      { ...joined(4, 't3', 'agent'), participant: '8:acs:a' },
      present(5, false),
      present(6, true),
      raw({ seq: 7, type: 'connectionChanged', atMs: 900, state: 'restarting', cause: 'socketLost', detail: '8581' }),
    );
    expect(find('[data-testid="phone"]').textContent).toBe(
      'phone sends no audio, asked for it again: socket lost (8581)',
    );
    expect(find('[data-track="t3"]').textContent).toContain('muted');
    expect([...root.querySelectorAll('[data-mark="participants"]')].map(({ textContent }) => textContent)).toEqual([
      'In the call: agent, 4:+49<b>30</b>',
      'Muted: agent',
    ]);
    expect(find('[data-mark="connectionChanged"]').textContent).toBe(
      'The phone call sends no audio, and is asked for it again: socket lost (8581)',
    );
  });

  it('flag the moment by a key', async () => {
    await press('f');
    expect(hub.of('Flag')).toEqual([['c', '']]);
  });

  it('say nothing of sessions, or of what is still to be stored, once the call is over', async () => {
    await show(
      session(4, 't1', 1, 'ready'),
      raw({ type: 'health', media: 'receiving', storedSeq: 4, tracks: [] }),
      raw({ seq: 5, type: 'callEnded', atMs: 9_000, cause: 'mediaEnded', durationMs: 9_000, ledger: null }),
    );
    expect(find('[data-testid="session-state"]').textContent).toBe('agent');
    expect(root.querySelector('[data-testid="saved"]')).toBeNull();
    expect(find('.log-facts').textContent).toBe('5 events in the log');
  });

  it('tell whether the books balance', async () => {
    const books = (received: number) =>
      raw({
        type: 'health',
        media: 'lost',
        tracks: [{ trackId: 't1', session: 'ready' }],
        ledger: { tracks: [{ trackId: 't1', received, held: 1, appended: 2, discarded: { x: 3 } }] },
      });
    await show(books(6));
    expect(find('[data-testid="ledger"]').dataset.balanced).toBe('true');
    expect(find('[data-testid="liveness"]').textContent).toContain('the audio connection is lost');
    await show(books(7));
    expect(find('[data-testid="ledger"]').dataset.balanced).toBe('false');
  });
});

describe('a replay', () => {
  const ledger = { tracks: [{ trackId: 't1', received: 6, held: 1, appended: 2, discarded: { x: 3 } }] };
  const over = raw({ seq: 6, type: 'callEnded', atMs: 20_010, cause: 'hungUp', durationMs: 20_010, ledger });
  const log = [...BEGUN, final(4, 't2-u1', 100, 'Another offer.'), hint(5, 'h1', 't2-u1', 9_000), over];

  it('shows a second of a call that is over, with the hint as it was then and the books as they are', async () => {
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ events: log })));
    await open('#/calls/c?t=7', ...log);
    await act(async () => {
      page.go('#/calls/c?t=7');
      await vi.waitFor(() => expect(page.player.state.value).toBe('on'));
    });
    vi.unstubAllGlobals();
    expect(find('[data-testid="replay"]').dataset.at).toBe('7000');
    expect(card().dataset).toMatchObject({ hint: 'h1', state: 'fresh' });
    expect(root.querySelectorAll('.moment-hint')).toHaveLength(1);
    expect(Number(find('.replay input').getAttribute('max')) % Number(find('.replay input').getAttribute('step'))).toBe(0);
    expect(find('[data-testid="ledger"]').dataset.balanced).toBe('true');
    HandObserver.show(card());
    await press('u');
    expect(hub.of('Outcome')).toEqual([]);
  });
});

describe('words of other people in a sentence of the page', () => {
  it.each([
    ['as they are', 'plain <b>', 'plain <b>'],
    ['without what would turn the rest round', 'a \u202eb\u202c \u2069c', 'a b c'],
    ['apart where they run the other way', '\u05e9\u05dc\u05d5\u05dd', '\u2068\u05e9\u05dc\u05d5\u05dd\u2069'],
  ])('stand %s', async (_, note, shown) => {
    await show(raw({ seq: 4, type: 'flagged', atMs: 900, note }));
    expect(find('[data-mark="flagged"]').textContent).toBe(`Flagged: ${shown}`);
  });
});

describe('the list of calls', () => {
  it('links to each call', async () => {
    const calls = readCalls({ calls: [{ callId: 'a~b', state: 'live', utterances: 1, lastText: '<i>x</i>' }] });
    await act(() => render(<CallList calls={calls} openId="a~b" wide={false} />, root));
    const link = find('[data-testid="call-link"]');
    expect(link.dataset.callId).toBe('a~b');
    expect(link.getAttribute('href')).toBe('#/watch/a~b');
    expect(link.textContent).toContain('<i>x</i>');
  });

  it('says since when a call is live, and how long one was that is over', async () => {
    const startedAt = new Date(2026, 0, 1, 10, 5).toISOString();
    const calls = readCalls({
      calls: [
        { callId: 'a', state: 'live', startedAt, durationMs: 1_000 },
        { callId: 'b', state: 'ended', startedAt, durationMs: 65_000 },
      ],
    });
    await act(() => render(<CallList calls={calls} openId={null} wide />, root));
    const [live, over] = [...root.querySelectorAll('.call-facts')].map((facts) => facts.textContent);
    expect(live).toMatch(/^since 10:05/);
    expect(over).toMatch(/^1:05 ·/);
  });

  it('says how a call does, how many of its hints were in time, and what nobody has answered', async () => {
    const calls = readCalls({
      calls: [
        { callId: 'a', state: 'live', health: 'recovering', hints: 4, hintsInTime: 3, hintsOpen: 2 },
        { callId: 'b', state: 'live', health: 'ok' },
      ],
    });
    await act(() => render(<CallList calls={calls} openId={null} wide />, root));
    const [first, second] = [...root.querySelectorAll<HTMLElement>('[data-testid="call-link"]')];
    expect(first?.textContent).toContain('no text');
    expect(first?.textContent).toContain('3 of 4 hints in time');
    expect(first?.textContent).toContain('2 unanswered');
    expect(second?.querySelector('.badge')?.textContent).toBe('live');
  });
});
