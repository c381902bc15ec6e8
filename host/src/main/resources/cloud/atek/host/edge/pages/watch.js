/**
 * Follows the changes of a database. Pages use it by `adb.db(…).watch(…)`.
 */
import { RpcError, resultOf, send } from './rpc.js';

/**
 * @typedef {object} Change
 * @property {string} path
 * @property {number} seq
 * @property {any} [value] of the record from now on
 * @property {boolean} [deleted] true where it was deleted
 * @property {boolean} [left] true where it is not any more what was asked for
 *
 * @typedef {object} WatchEvent
 * @property {'commit' | 'live'} event `live` when all that was in the log has come, after each
 *   connection
 * @property {number} seq of the commit
 * @property {string} [time] of the commit
 * @property {Change[]} [changes] all those of the commit
 */

const URL = '/_atek/gateway?api=atek.cloud%2Fadb-api';

/** The server says something every 15 s. */
const SILENCE_MAX_MS = 45_000;

const PAUSE_MIN_MS = 500;
const PAUSE_MAX_MS = 30_000;

/** The service that was found does not answer: it may be starting. */
const UNREACHABLE = -32011;

/**
 * @param {string} dbId
 * @param {{fromSeq?: number}} options
 * @param {AbortSignal} [signal]
 * @returns {AsyncGenerator<WatchEvent>}
 */
export async function* watch(dbId, options, signal) {
  let from = options.fromSeq;
  let pause = PAUSE_MIN_MS;
  let once = false;
  while (!signal?.aborted) {
    try {
      for await (const event of connection(dbId, { ...options, fromSeq: from }, signal)) {
        once = true;
        pause = PAUSE_MIN_MS;
        from = event.seq;
        yield event;
      }
    } catch (e) {
      if (signal?.aborted) {
        return;
      }
      if (!once || !passes(e)) {
        throw e;
      }
    }
    await sleep(pause, signal);
    pause = Math.min(2 * pause, PAUSE_MAX_MS);
  }
}

/** Whether it is worth another try. */
function passes(e) {
  return !(e instanceof RpcError) || e.code === UNREACHABLE || (!e.code && e.status !== 401);
}

/** One connection, until it ends. A commit that comes in parts is put together. */
async function* connection(dbId, options, signal) {
  const own = new AbortController();
  const end = () => own.abort();
  signal?.addEventListener('abort', end);
  try {
    const accept = 'text/event-stream';
    const response = await send(URL, 'watch', [dbId, options], { accept, signal: own.signal });
    if (!response.headers.get('Content-Type')?.startsWith(accept)) {
      await resultOf(response);
      throw new RpcError('The server did not answer with events.', UNREACHABLE, response.status);
    }
    let parts = [];
    for await (const { name, data } of messages(response.body, end)) {
      if (name === 'error') {
        throw new RpcError(data.message, data.code, response.status, data.data);
      }
      parts = parts.concat(data.changes ?? []);
      if (!data.more) {
        yield name === 'commit' ? { event: name, ...data, changes: parts } : { event: name, ...data };
        parts = [];
      }
    }
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

/** The messages of a stream: https://html.spec.whatwg.org/multipage/server-sent-events.html. */
async function* messages(body, silent) {
  let name = '';
  let data = [];
  for await (const line of lines(body, silent)) {
    if (line === '') {
      if (data.length > 0) {
        yield { name: name || 'message', data: JSON.parse(data.join('\n') || '{}') };
      }
      name = '';
      data = [];
      continue;
    }
    const [, field, value] = /^([^:]*):? ?([^]*)$/.exec(line);
    if (field === 'event') {
      name = value;
    } else if (field === 'data') {
      data.push(value);
    }
  }
}

async function* lines(body, silent) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const timer = setTimeout(silent, SILENCE_MAX_MS);
    const { done, value } = await reader.read().finally(() => clearTimeout(timer));
    if (done) {
      return;
    }
    const all = (rest + value).split('\n');
    rest = all.pop();
    for (const line of all) {
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
  }
}

function sleep(ms, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
}
