// The call that the mock server plays: everything a page can be shown, within a minute. Times are ms on the call clock.

const LINES = [
  ['t2', 'Thanks for making the time, I have been looking forward to this.'],
  ['t1', 'Glad to have you. Tell me what you are working on at the moment.'],
  [
    't2',
    'Mostly the billing platform. To be honest I also have another offer on the table, and they want an answer by Friday.',
  ],
  ['t1', 'I see. <b>Congratulations</b> & well done. Are you planning to have children soon?'],
  ['t2', 'I would rather not talk about that.'],
  ['t1', 'Fair enough, let us go back to the work. How did the migration go?'],
  ['t2', 'مرحبا، كان لدي 3 مشاريع في نفس الوقت.'],
  ['t1', 'なるほど。去年は決済システムの移行も担当されたのですね。'],
  ['t2', 'It went fine, more or less, you know how these things are.'],
];

const HINTS = new Map([
  [
    2,
    [
      'competing_offer',
      'Ask what would make them choose us.',
      'A deadline elsewhere decides before we do.',
      'another offer on the table',
      6_000,
    ],
  ],
  [
    3,
    [
      'unlawful_question',
      'Take the question back and move on.',
      'Family plans must not be asked about.',
      'Are you planning to have children soon?',
      5_000,
    ],
  ],
  [
    8,
    ['vague_answer', 'Ask for one number: how long was it down?', 'The answer names no result.', 'more or less', 7_000],
  ],
]);

const CHECKLIST = [
  ['own_part', 'Own part and its result'],
  ['other_offers', 'Other offers', 'another offer', 't2-u3'],
  ['salary', 'Salary'],
  ['notice_period', 'Notice and start'],
  ['next_step', 'Next step with a date'],
];

export function script() {
  const items = CHECKLIST.map(([item, label]) => ({ item, label }));
  const events = [
    { type: 'callStarted', atMs: 0, startedAt: new Date().toISOString() },
    { type: 'checklistSet', atMs: 0, playbook: 'recruiter-screening', title: 'Recruiter screening', items },
    { type: 'trackJoined', atMs: 20, track: 't1', participant: 'a', speaker: 'agent', sampleRate: 16000, offsetMs: 0 },
    {
      type: 'trackJoined',
      atMs: 30,
      track: 't2',
      participant: 'b',
      speaker: 'candidate',
      sampleRate: 16000,
      offsetMs: 10,
    },
    ...['connecting', 'configuring', 'ready'].flatMap((state, i) =>
      ['t1', 't2'].map((track) => ({ type: 'sessionChanged', atMs: 60 + 500 * i, track, session: 1, state })),
    ),
  ];
  let at = 1_200;
  LINES.forEach(([track, text], i) => {
    const utterance = `${track}-u${i + 1}`;
    const spoken = text.split(' ');
    spoken.forEach((_, n) => {
      const said = spoken.slice(0, n + 1).join(' ');
      events.push({
        type: 'utterancePartial',
        atMs: at + 180 * n,
        track,
        utterance,
        startMs: at,
        text: said,
        revision: n + 1,
      });
    });
    const endMs = at + 180 * spoken.length;
    events.push({
      type: 'utteranceFinal',
      atMs: endMs + 300,
      track,
      utterance,
      startMs: at,
      endMs,
      text,
      understood: true,
    });
    for (const [item, , phrase] of CHECKLIST.filter(([, , , where]) => where === utterance)) {
      events.push({ type: 'itemCovered', atMs: endMs + 301, track, item, utterance, phrase });
    }
    offer(events, i, track, utterance, endMs);
    at = endMs + 1_400;
  });
  events.push(
    {
      type: 'audioGap',
      atMs: 17_000,
      track: 't2',
      startMs: 16_500,
      endMs: 16_900,
      samples: 6400,
      cause: 'notReceived',
    },
    { type: 'sessionChanged', atMs: 22_000, track: 't2', session: 1, state: 'recovering', cause: 'connection-lost' },
    { type: 'sessionChanged', atMs: 24_000, track: 't2', session: 2, state: 'ready' },
    { type: 'flagged', atMs: 26_000, note: 'Come back to the notice period' },
    { type: 'callEnded', atMs: at + 6_000, cause: 'hung-up', durationMs: at + 6_000, ledger: ledger(at + 6_000, 0) },
  );
  for (let ms = 1_000; ms < at + 6_000; ms += 1_000) events.push(health(ms));
  return events.sort((a, b) => a.atMs - b.atMs);
}

function offer(events, i, track, utterance, endMs) {
  const hint = HINTS.get(i);
  if (!hint) return;
  const [kind, text, why, quote, within] = hint;
  const id = `h${i}`;
  const deadlineMs = endMs + within;
  events.push({
    type: 'hintOffered',
    atMs: endMs + 900,
    track,
    hint: id,
    kind,
    text,
    why,
    quote,
    utterance,
    speechEndMs: endMs,
    deadlineMs,
  });
  if (i === 3)
    events.push({ type: 'hintWithdrawn', atMs: endMs + 3_000, track, hint: id, utterance, cause: 'topic-passed' });
}

function health(atMs) {
  const recovering = atMs > 22_000 && atMs < 24_000;
  const session = recovering ? 'recovering' : 'ready';
  return {
    type: 'health',
    atMs,
    media: 'receiving',
    storedSeq: null,
    hintBehindMs: atMs % 7_000 < 1_000 ? 600 : 0,
    tracks: [
      { trackId: 't1', speaker: 'agent', session: 'ready', heldMs: 0, levelDb: -28, textBehindMs: 300 },
      {
        trackId: 't2',
        speaker: 'candidate',
        session,
        heldMs: recovering ? atMs - 22_000 : 0,
        levelDb: -19,
        textBehindMs: recovering ? atMs - 22_000 : 400,
      },
    ],
    ledger: ledger(atMs, recovering ? 16 * (atMs - 22_000) : 0),
  };
}

function ledger(atMs, held) {
  const received = 16 * atMs;
  const base = { sampleRate: 16000, frames: Math.floor(atMs / 20), received };
  return {
    callId: 'x',
    tracks: [
      { trackId: 't1', participant: 'a', ...base, held: 0, appended: received, discarded: {}, gaps: 0, gapSamples: 0 },
      {
        trackId: 't2',
        participant: 'b',
        ...base,
        held,
        appended: received - held - 640,
        discarded: { 'tape-full': 320, duplicate: 320 },
        gaps: 1,
        gapSamples: 6400,
      },
    ],
  };
}
