// What the module makes of the events of a server, which are told here.
import { adb } from '/_atek/js/adb.js';
import { equal, refused, that } from './expect.js';

const ID = 'ab'.repeat(32);

const commit = (seq, more, ...paths) =>
  `id: ${seq}\nevent: commit\ndata: ${JSON.stringify({
    seq,
    time: '2026-01-02T03:04:05Z',
    ...(more && { more }),
    changes: paths.map((path) => ({ path, seq, value: {} })),
  })}\n\n`;
const live = (seq) => `: a comment\r\nevent: live\r\ndata: {"seq":${seq}}\r\n\r\n`;
const error = (code, message) =>
  `event: error\ndata: ${JSON.stringify({ code, message })}\n\n`;

/** Answers one call after the other, each with the pieces of a stream or as it is. */
async function told(answers, watching) {
  const real = globalThis.fetch;
  const asked = [];
  globalThis.fetch = async (url, { body, headers, signal }) => {
    asked.push(JSON.parse(body).params[1]);
    equal(headers.Accept, 'text/event-stream');
    const answer = answers.shift();
    return Array.isArray(answer) ? stream(answer, signal) : answer();
  };
  try {
    await watching();
  } finally {
    globalThis.fetch = real;
  }
  return asked;
}

function stream(pieces, signal) {
  const body = new ReadableStream({
    start(out) {
      signal.addEventListener('abort', () => out.error(signal.reason));
      const bytes = new TextEncoder().encode(pieces.join(''));
      // Every piece a byte: a message may be cut anywhere.
      bytes.forEach((_, i) => out.enqueue(bytes.subarray(i, i + 1)));
      if (!pieces.includes('open')) {
        out.close();
      }
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream;charset=utf-8' } });
}

const json = (answer) => () => Response.json({ jsonrpc: '2.0', id: 1, ...answer });

async function heard(count, options) {
  const all = [];
  for await (const event of adb.db(ID).watch(options)) {
    all.push(event);
    if (all.length === count) {
      break;
    }
  }
  return all;
}

export async function aBrokenStreamGoesOnWhereItWas() {
  let all;
  const asked = await told(
    [
      [commit(5, false, '/ä'), live(7), commit(8, true, '/b')],
      () => Promise.reject(new TypeError('no network')),
      json({ error: { code: -32011, message: 'core.adb is starting' } }),
      [commit(8, true, '/b'), commit(8, false, '/c'), live(8), 'open'],
    ],
    async () => {
      all = await heard(4, { path: '/', fromSeq: 4 });
    },
  );
  equal(asked.map((one) => one.fromSeq), [4, 7, 7, 7]);
  equal(all.map((one) => [one.event, one.seq]), [['commit', 5], ['live', 7], ['commit', 8], ['live', 8]]);
  equal(all[0].changes, [{ path: '/ä', seq: 5, value: {} }]);
  equal(all[2].changes.map((one) => one.path), ['/b', '/c']);
}

export async function aRefusalIsThrown() {
  const refusal = { code: -32003, message: 'Not authorized to access it', data: { x: 1 } };
  await told([json({ error: refusal })], async () => {
    const e = await refused(heard(1), /^RpcError: Not authorized to access it$/);
    equal([e.code, e.data], [-32003, { x: 1 }]);
  });
  await told([() => Promise.reject(new TypeError('x'))], async () => {
    await refused(heard(1), /^RpcError: The server does not answer/);
  });
}

export async function anErrorInTheStreamIsThrown() {
  await told([[live(3), error(-32003, 'compacted: begin at 9')]], async () => {
    const e = await refused(heard(2), /^RpcError: compacted: begin at 9$/);
    equal(e.code, -32003);
  });
}

export async function aSignalEndsTheWatching() {
  const control = new AbortController();
  await told([[live(3), 'open']], async () => {
    let events = 0;
    for await (const event of adb.db(ID).watch({}, { signal: control.signal })) {
      equal(event, { event: 'live', seq: 3 });
      events++;
      setTimeout(() => control.abort(), 10);
    }
    that(events === 1, `${events} events`);
  });
}
