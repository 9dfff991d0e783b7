// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CallState, emptyCall, reduce } from '../src/state/call';
import { CallList } from '../src/view/CallList';
import { CallView } from '../src/view/CallView';
import { readCalls, readEvent } from '../src/wire/events';
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

const root = document.createElement('div');
const nowMs = signal(0);
const onRendered = vi.fn();
let call: CallState;

const find = (selector: string): HTMLElement => {
  const element = root.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`nothing matches ${selector}`);
  return element;
};

const line = (id: string) => find(`[data-testid="utterance"][data-utterance="${id}"]`);
const card = () => find('[data-testid="hint"]');

async function show(...events: unknown[]): Promise<void> {
  call = events.map(readEvent).reduce((state, event) => (event ? reduce(state, event) : state), call);
  await act(() => render(<CallView call={call} problem={null} nowMs={nowMs} onRendered={onRendered} />, root));
}

async function at(ms: number): Promise<void> {
  await act(() => {
    nowMs.value = ms;
  });
}

beforeEach(async () => {
  vi.stubGlobal('IntersectionObserver', HandObserver);
  vi.stubGlobal('ResizeObserver', HandObserver);
  HandObserver.all = [];
  onRendered.mockClear();
  document.body.append(root);
  nowMs.value = 2_000;
  call = emptyCall('c');
  await show(started, joined(2, 't1', 'agent'), joined(3, 't2', 'candidate'));
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

  it('hides what may still change from screen readers, in a log that announces additions', async () => {
    await show(partial('t2-u1', 100, 'I have an'));
    expect(line('t2-u1').getAttribute('aria-hidden')).toBe('true');
    expect(find('[data-testid="transcript"]').getAttribute('aria-relevant')).toBe('additions');
    await show(final(4, 't2-u1', 100, 'I have another offer.'));
    expect(line('t2-u1').hasAttribute('aria-hidden')).toBe(false);
  });

  it('shows markup in speech and hints as text', async () => {
    const hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
    await show(final(4, 't2-u1', 100, hostile), {
      ...hint(5, 'h1', 't2-u1', 9_000),
      text: hostile,
      why: hostile,
      quote: hostile,
    });
    expect(line('t2-u1').textContent).toContain(hostile);
    expect(card().textContent).toContain(hostile);
    expect(root.querySelectorAll('.transcript img, .transcript script')).toHaveLength(0);
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
    expect(find('[data-mark="audioGap"]').textContent).toBe('0.4 s of candidate not heard: missing frames');
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
    expect(button()?.textContent).toBe('Back to live');
    expect(size.scrollTop).toBe(600);
    await show(final(4, 't2-u1', 100, 'I have another offer.'), hint(5, 'h1', 't2-u1', 9_000));
    expect(button()?.textContent).toBe('New hint: back to live');
    await at(9_001);
    expect(button()?.textContent).toBe('Back to live');
  });

  it('carries no style attribute, which a strict policy would refuse', async () => {
    await show(final(4, 't2-u1', 100, 'Hello.'), hint(5, 'h1', 't2-u1', 9_000));
    expect(root.querySelectorAll('[style]')).toHaveLength(0);
  });
});

describe('a hint', () => {
  const offer = () => show(final(4, 't2-u1', 100, 'I have another offer.'), hint(5, 'h1', 't2-u1', 9_000));

  it('stands under its sentence with its age, and fades after its deadline', async () => {
    await offer();
    await at(7_000);
    expect(card().closest('li')).toBe(line('t2-u1').closest('li'));
    expect(card().dataset).toMatchObject({ hint: 'h1', state: 'fresh' });
    expect(card().textContent).toContain('2 s ago');
    await at(9_001);
    expect(card().dataset.state).toBe('late');
  });

  it('says why it is withdrawn, then goes and leaves a line', async () => {
    await offer();
    await show(raw({ seq: 6, type: 'hintWithdrawn', atMs: 3_000, hint: 'h1', cause: 'too-late' }));
    expect(card().dataset.state).toBe('withdrawn');
    expect(card().textContent).toContain('Withdrawn: too late'); // a cause that this page does not know
    await at(20_000);
    expect(root.querySelector('[data-testid="hint"]')).toBeNull();
    expect(root.textContent).toContain('Hint withdrawn: too late');
  });

  it.each([
    ['superseded', 'Withdrawn: a newer one took its place'],
    ['evidenceRevised', 'Withdrawn: the words it quotes were corrected'],
    ['deadlinePassed', 'Withdrawn: its moment had passed'],
    ['toString', 'Withdrawn: to string'],
  ])('says why in words: %s', async (cause, said) => {
    await offer();
    await show(raw({ seq: 6, type: 'hintWithdrawn', atMs: 3_000, hint: 'h1', cause }));
    expect(card().textContent).toContain(said);
  });

  it('says its kind as the playbook calls it, and what an older log calls it where that says nothing', async () => {
    await show(final(4, 't2-u1', 100, 'I have another offer.'), { ...hint(5, 'h1', 't2-u1', 9_000), label: 'Rival' });
    expect(card().textContent).toContain('Rival');
    const { label: _, ...unlabelled } = hint(6, 'h2', 't2-u1', 9_000) as Record<string, unknown>;
    await show(unlabelled);
    expect([...root.querySelectorAll('.hint-kind')].map((kind) => kind.textContent)).toEqual([
      'Rival',
      'competing offer',
    ]);
  });

  it('is reported once it is on screen, once', async () => {
    await offer();
    expect(onRendered).not.toHaveBeenCalled();
    HandObserver.show(card());
    HandObserver.show(card());
    expect(onRendered.mock.calls).toEqual([['c', 'h1']]);
  });

  it.each([9_001, Number.POSITIVE_INFINITY])('is not reported when it is shown first at %d ms', async (ms) => {
    await at(ms);
    await offer();
    HandObserver.show(card());
    expect(onRendered).not.toHaveBeenCalled();
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
    const health = (heldMs: number) =>
      raw({ type: 'health', media: 'receiving', tracks: [{ trackId: 't1', session: 'ready', heldMs, levelDb: -20 }] });
    await show(health(980));
    expect(root.querySelector('.track-behind')).toBeNull();
    await show(health(12_300));
    expect(find('.track-behind').textContent).toBe('12.3 s not heard yet');
  });

  it('say nothing of sessions, or of what is still to be stored, once the call is over', async () => {
    await show(
      session(4, 't1', 1, 'ready'),
      raw({ type: 'health', media: 'receiving', storedSeq: 4, tracks: [] }),
      raw({ seq: 5, type: 'callEnded', atMs: 9_000, cause: 'mediaEnded', durationMs: 9_000, ledger: null }),
    );
    expect(find('[data-testid="session-state"]').textContent).toBe('agent');
    expect(find('.log-facts').textContent).toBe('5 events in the log');
  });

  it('tell whether the books balance', async () => {
    const books = (received: number) =>
      raw({
        type: 'health',
        media: 'lost',
        tracks: [],
        ledger: { tracks: [{ trackId: 't1', received, held: 1, appended: 2, discarded: { x: 3 } }] },
      });
    await show(books(6));
    expect(find('[data-testid="ledger"]').dataset.balanced).toBe('true');
    expect(find('[data-testid="media"]').textContent).toBe('Audio lost');
    await show(books(7));
    expect(find('[data-testid="ledger"]').dataset.balanced).toBe('false');
  });
});

describe('the list of calls', () => {
  it('links to each call', async () => {
    const calls = readCalls({ calls: [{ callId: 'a~b', state: 'live', utterances: 1, lastText: '<i>x</i>' }] });
    await act(() => render(<CallList calls={calls} openId="a~b" />, root));
    const link = find('[data-testid="call-link"]');
    expect(link.dataset.callId).toBe('a~b');
    expect(link.getAttribute('href')).toBe('#/calls/a~b');
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
    await act(() => render(<CallList calls={calls} openId={null} />, root));
    const [live, over] = [...root.querySelectorAll('.call-facts')].map((facts) => facts.textContent);
    expect(live).toMatch(/^since 10:05/);
    expect(over).toMatch(/^1:05 ·/);
  });
});
