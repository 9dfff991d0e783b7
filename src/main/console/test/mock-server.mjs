// A stand-in for the server, to look at the built page with: `npm run build && npm run mock`, then open the address it
// prints. One call is live and plays in real time, one is over. For development only, and for WebSocket text only.
//   POST /mock/drop    cuts every socket without a close      GET /mock/outcomes   what pages reported
//   MOCK_HOUR=60       plays an hour's call instead, so many times as fast as it would be
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { script } from './mock-call.mjs';
import { hour } from './mock-hour.mjs';

const files = fileURLToPath(new URL('../../../../target/console', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
/** As the server's own. */
const POLICY = [
  "default-src 'none'",
  ...['script-src', 'style-src', 'img-src', 'connect-src'].map((source) => `${source} 'self'`),
  ...['base-uri', 'form-action', 'frame-ancestors'].map((source) => `${source} 'none'`),
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
const RECORD_END = '\x1e';
const sockets = new Set();
const outcomes = [];
const calls = new Map([
  ['interview-42', { startedAt: Date.now(), log: [], partials: new Map(), health: null }],
  ['support-17', { startedAt: Date.now() - 3_600_000, log: [], partials: new Map(), health: null }],
]);

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://mock').pathname;
  if (path.endsWith('/negotiate')) {
    return json(response, {
      negotiateVersion: 1,
      connectionId: 'c',
      connectionToken: 't',
      availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text'] }],
    });
  }
  if (path === '/mock/outcomes') return json(response, outcomes);
  if (path === '/mock/drop') {
    for (const socket of sockets) socket.destroy();
    return json(response, {});
  }
  const [, api, callId, what] = /^\/(api)\/calls\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (api) {
    const call = calls.get(decodeURIComponent(callId));
    return what === 'events' && call ? json(response, { events: call.log }) : response.writeHead(404).end();
  }
  try {
    const file = normalize(path === '/' ? '/index.html' : path);
    const body = readFileSync(join(files, file));
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});

server.on('upgrade', (request, socket) => {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  sockets.add(socket);
  socket.subscribed = new Set();
  let buffered = Buffer.alloc(0);
  let greeted = false;
  socket.on('error', () => {});
  socket.on('close', () => sockets.delete(socket));
  socket.on('data', (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (let frame = nextFrame(buffered); frame; frame = nextFrame(buffered)) {
      buffered = buffered.subarray(frame.length);
      if (frame.opcode === 8) return socket.end();
      for (const record of frame.text.split(RECORD_END).filter((text) => text !== '')) {
        if (greeted) answer(socket, JSON.parse(record));
        else send(socket, {});
        greeted = true;
      }
    }
  });
});

/** Client frames are masked; a frame that is not whole yet gives null. */
function nextFrame(bytes) {
  if (bytes.length < 6) return null;
  const short = bytes[1] & 0x7f;
  const start = short === 126 ? 4 : 2;
  const size = short === 126 ? bytes.readUInt16BE(2) : short;
  const length = start + 4 + size;
  if (bytes.length < length) return null;
  const mask = bytes.subarray(start, start + 4);
  const text = Buffer.from(bytes.subarray(start + 4, length).map((byte, i) => byte ^ mask[i % 4])).toString();
  return { opcode: bytes[0] & 0x0f, text, length };
}

function send(socket, record) {
  const body = Buffer.from(JSON.stringify(record) + RECORD_END);
  socket.write(Buffer.concat([head(body.length), body]));
}

function head(size) {
  if (size < 126) return Buffer.from([0x81, size]);
  const bytes = Buffer.alloc(size < 65_536 ? 4 : 10);
  bytes[0] = 0x81;
  bytes[1] = size < 65_536 ? 126 : 127;
  if (size < 65_536) bytes.writeUInt16BE(size, 2);
  else bytes.writeBigUInt64BE(BigInt(size), 2);
  return bytes;
}

function answer(socket, { type, target, arguments: args = [], invocationId }) {
  if (type === 6) return send(socket, { type: 6 });
  if (type !== 1) return undefined;
  const [callId, second, third] = args;
  const call = calls.get(callId);
  if (target === 'Outcome') {
    const known = outcomes.some((told) => told.callId === callId && told.hint === second && told.outcome === third);
    outcomes.push({ callId, hint: second, outcome: third });
    if (!known) later(callId, { type: 'hintOutcome', hint: second, outcome: third });
  }
  if (target === 'Flag') later(callId, { type: 'flagged', note: second });
  if (target === 'Unsubscribe') socket.subscribed.delete(callId);
  if (target === 'Watch') socket.watching = true;
  if (target === 'Subscribe' && !call) {
    return send(socket, { type: 3, invocationId, error: `Unknown call '${callId}'` });
  }
  if (target === 'Subscribe') socket.subscribed.add(callId);
  const result = target === 'ListCalls' ? listing() : target === 'Subscribe' ? snapshot(callId, call, second) : null;
  return send(socket, { type: 3, invocationId, result });
}

/** What a page has said enters the log of a call that goes on. */
function later(callId, event) {
  const call = calls.get(callId);
  if (call && stateOf(call) === 'live') play(callId, { ...event, atMs: (Date.now() - call.startedAt) * SPEED });
}

function snapshot(callId, call, afterSeq) {
  const events = call.log.filter((event) => event.seq > afterSeq);
  const volatile = [...call.partials.values(), ...(call.health ? [call.health] : [])];
  return { callId, lastSeq: call.log.length, state: stateOf(call), events, volatile };
}

const stateOf = (call) => (call.log.at(-1)?.type === 'callEnded' ? 'ended' : 'live');

function listing() {
  return {
    calls: [...calls].map(([callId, call]) => {
      const finals = call.log.filter((event) => event.type === 'utteranceFinal');
      return {
        callId,
        state: stateOf(call),
        startedAt: new Date(call.startedAt).toISOString(),
        durationMs: call.log.at(-1)?.atMs ?? 0,
        lastSeq: call.log.length,
        tracks: [],
        utterances: finals.length,
        hints: call.log.filter((event) => event.type === 'hintOffered').length,
        hintsInTime: call.log.filter((event) => event.outcome === 'rendered').length,
        hintsOpen: call.log.filter((event) => event.type === 'hintOffered').length,
        health: 'ok',
        lastText: finals.at(-1)?.text,
      };
    }),
  };
}

function play(callId, event) {
  const call = calls.get(callId);
  const whole = { v: 1, callId, ...event };
  if (event.type === 'health') call.health = Object.assign(whole, { storedSeq: call.log.length });
  else if (event.type === 'utterancePartial') call.partials.set(event.utterance, whole);
  else {
    whole.seq = call.log.length + 1;
    call.log.push(whole);
    if (event.type === 'utteranceFinal') call.partials.delete(event.utterance);
  }
  for (const socket of sockets) {
    if (socket.subscribed.has(callId)) send(socket, { type: 1, target: 'event', arguments: [whole] });
    if (socket.watching && whole.seq && SPEED === 1) send(socket, { type: 1, target: 'calls', arguments: [listing()] });
  }
}

function json(response, body) {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body));
}

const SPEED = Number(process.env.MOCK_HOUR ?? 1);
if (SPEED === 1) for (const event of script()) play('support-17', event);
playOnceRead('interview-42', SPEED === 1 ? script() : hour());

/** Begins when the first page reads along. */
function playOnceRead(callId, events) {
  const call = calls.get(callId);
  let next = 0;
  const playing = setInterval(() => {
    if (next === 0 && ![...sockets].some((socket) => socket.subscribed.has(callId))) {
      call.startedAt = Date.now();
      return;
    }
    while (next < events.length && events[next].atMs <= (Date.now() - call.startedAt) * SPEED) {
      play(callId, events[next++]);
    }
    if (next === events.length) clearInterval(playing);
  }, 5);
}

setInterval(() => sockets.forEach((socket) => send(socket, { type: 6 })), 10_000);
const port = Number(process.env.PORT ?? 4173);
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
