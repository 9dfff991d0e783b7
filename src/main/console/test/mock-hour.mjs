// An hour of two people talking, for the mock server: as many events as a real call of that length has, of every kind.

const HOUR_MS = 3_600_000;
const WORDS =
  'well I would say that the project went as planned more or less and the team was happy with what came of it in the end though we had another offer on the table'.split(
    ' ',
  );

export function hour(lengthMs = HOUR_MS) {
  const events = [
    { type: 'callStarted', atMs: 0, startedAt: new Date().toISOString() },
    ...['t1', 't2'].flatMap((track, i) => [
      { type: 'trackJoined', atMs: 10, track, speaker: i === 0 ? 'agent' : 'candidate', sampleRate: 16000, offsetMs: 0 },
      { type: 'sessionChanged', atMs: 20, track, session: 1, state: 'ready' },
    ]),
  ];
  let turn = 0;
  for (let at = 500; at < lengthMs - 10_000; turn++) at = speak(events, turn, at);
  for (let at = 1_000; at < lengthMs; at += 1_000) events.push(health(at));
  events.push({ type: 'callEnded', atMs: lengthMs, cause: 'hungUp', durationMs: lengthMs, ledger: health(lengthMs).ledger });
  return events.sort((a, b) => a.atMs - b.atMs);
}

/** One turn of speech, growing word by word; now and then with a hint, an overlap, a gap. */
function speak(events, turn, startMs) {
  const track = turn % 2 === 0 ? 't1' : 't2';
  const utterance = `${track}-u${turn}`;
  const length = 5 + ((turn * 7) % 20);
  const said = Array.from({ length }, (_, n) => WORDS[(turn * 3 + n) % WORDS.length]);
  said.forEach((_, n) => {
    const text = said.slice(0, n + 1).join(' ');
    events.push({ type: 'utterancePartial', atMs: startMs + 180 * n, track, utterance, startMs, text, revision: n + 1 });
  });
  const endMs = startMs + 180 * length;
  const final = { type: 'utteranceFinal', atMs: endMs + 600, track, utterance, startMs, endMs, text: said.join(' ') };
  events.push({ ...final, understood: true });
  if (turn % 9 === 4) events.push(hint(turn, track, utterance, said, endMs));
  if (turn % 120 === 60) {
    events.push({ type: 'audioGap', atMs: endMs + 900, track, startMs: endMs + 100, endMs: endMs + 500, cause: 'notReceived' });
  }
  return endMs + (turn % 5 === 0 ? -200 : 500);
}

function hint(turn, track, utterance, said, endMs) {
  return {
    type: 'hintOffered',
    atMs: endMs + 1_000,
    track,
    hint: `h${turn}`,
    kind: turn % 2 ? 'salary' : 'competing_offer',
    label: turn % 2 ? 'Salary' : 'Competing offer',
    text: 'Ask what would decide it for them.',
    why: 'There is a deadline elsewhere.',
    quote: said.slice(0, 4).join(' '),
    utterance,
    speechEndMs: endMs,
    deadlineMs: endMs + 8_000,
  };
}

function health(atMs) {
  const books = { sampleRate: 16000, frames: Math.floor(atMs / 20), received: 16 * atMs, held: 0, appended: 16 * atMs };
  return {
    type: 'health',
    atMs,
    media: 'receiving',
    storedSeq: null,
    hintBehindMs: 0,
    tracks: ['t1', 't2'].map((trackId) => ({ trackId, session: 'ready', heldMs: 0, levelDb: -25, textBehindMs: 200 })),
    ledger: { tracks: ['t1', 't2'].map((trackId) => ({ trackId, ...books, discarded: {}, gaps: 0, gapSamples: 0 })) },
  };
}
