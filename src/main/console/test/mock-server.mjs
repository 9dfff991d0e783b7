// A stand-in for the server, to look at the built page with: `npm run build && npm run mock`, then open the address it
// prints. One call is live and plays in real time, one is over. For development only, and for WebSocket text only.
//   POST /mock/drop   cuts every socket without a close      GET /mock/outcomes   what pages reported
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { script } from './mock-call.mjs';

const files = fileURLToPath(new URL('../../../../target/console', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
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
  try {
    const file = normalize(path === '/' ? '/index.html' : path);
    const body = readFileSync(join(files, file));
    response.setHeader('Content-Security-Policy', "default-src 'self'");
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
  const head = Buffer.alloc(body.length < 126 ? 2 : 4);
  head[0] = 0x81;
  head[1] = body.length < 126 ? body.length : 126;
  if (body.length >= 126) head.writeUInt16BE(body.length, 2);
  socket.write(Buffer.concat([head, body]));
}

function answer(socket, { type, target, arguments: args = [], invocationId }) {
  if (type === 6) return send(socket, { type: 6 });
  if (type !== 1) return undefined;
  const [callId, second, third] = args;
  const call = calls.get(callId);
  if (target === 'Outcome') outcomes.push({ callId, hint: second, outcome: third });
  if (target === 'Unsubscribe') socket.subscribed.delete(callId);
  if (target === 'Watch') socket.watching = true;
  if (target === 'Subscribe' && !call) {
    return send(socket, { type: 3, invocationId, error: `Unknown call '${callId}'` });
  }
  if (target === 'Subscribe') socket.subscribed.add(callId);
  const result = target === 'ListCalls' ? listing() : target === 'Subscribe' ? snapshot(callId, call, second) : null;
  return send(socket, { type: 3, invocationId, result });
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
        lastText: finals.at(-1)?.text,
      };
    }),
  };
}

function play(callId, event) {
  const call = calls.get(callId);
  const whole = { v: 1, callId, ...event };
  if (event.type === 'health') call.health = whole;
  else if (event.type === 'utterancePartial') call.partials.set(event.utterance, whole);
  else {
    whole.seq = call.log.length + 1;
    call.log.push(whole);
    if (event.type === 'utteranceFinal') call.partials.delete(event.utterance);
  }
  for (const socket of sockets) {
    if (socket.subscribed.has(callId)) send(socket, { type: 1, target: 'event', arguments: [whole] });
    if (socket.watching && whole.seq) send(socket, { type: 1, target: 'calls', arguments: [listing()] });
  }
}

function json(response, body) {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body));
}

for (const event of script()) {
  play('support-17', event);
  setTimeout(() => play('interview-42', event), event.atMs);
}
setInterval(() => sockets.forEach((socket) => send(socket, { type: 6 })), 10_000);
const port = Number(process.env.PORT ?? 4173);
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
