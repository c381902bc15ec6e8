/**
 * Reads calls that are answered with server-sent events: the logs of a service, the changes of a
 * database, what services tell.
 */
import { RpcError, resultOf, send } from './rpc.js';

/**
 * @typedef {object} Message
 * @property {string} name of the event
 * @property {string} id of the event, or ''
 * @property {any} data
 */

/** The server says something every 15 s. */
const SILENCE_MAX_MS = 45_000;

const PAUSE_MIN_MS = 500;
const PAUSE_MAX_MS = 30_000;

/** The service that was found does not answer: it may be starting. */
const UNREACHABLE = -32011;

/**
 * One connection, until it ends.
 *
 * @param {string} api
 * @param {string} method
 * @param {any[]} params
 * @param {AbortSignal} [signal]
 * @returns {AsyncGenerator<Message>} throws {@link RpcError} when the call is refused, and when the
 *   stream ends with a reason
 */
export async function* stream(api, method, params, signal) {
  const own = new AbortController();
  const end = () => own.abort();
  signal?.addEventListener('abort', end);
  try {
    const url = `/_atek/gateway?api=${encodeURIComponent(api)}`;
    const accept = 'text/event-stream';
    const response = await send(url, method, params, { accept, signal: own.signal });
    if (!response.headers.get('Content-Type')?.startsWith(accept)) {
      await resultOf(response);
      throw new RpcError('The server did not answer with events.', UNREACHABLE, response.status);
    }
    for await (const message of messages(response.body, end)) {
      if (message.name === 'error') {
        const { message: text, code, data } = message.data;
        throw new RpcError(text, code, response.status, data);
      }
      yield message;
    }
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

/**
 * Connection after connection, until the signal says that it is enough. What refuses the first one
 * is thrown; where a later one breaks, another is tried.
 *
 * @template T
 * @param {() => AsyncGenerator<T>} connect makes one connection
 * @param {AbortSignal} [signal]
 * @returns {AsyncGenerator<T>}
 */
export async function* lasting(connect, signal) {
  let pause = PAUSE_MIN_MS;
  let once = false;
  while (!signal?.aborted) {
    try {
      for await (const event of connect()) {
        once = true;
        pause = PAUSE_MIN_MS;
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

/** The messages of a stream: https://html.spec.whatwg.org/multipage/server-sent-events.html. */
async function* messages(body, silent) {
  let name = '';
  let id = '';
  let data = [];
  for await (const line of lines(body, silent)) {
    if (line === '') {
      if (data.length > 0) {
        yield { name: name || 'message', id, data: JSON.parse(data.join('\n') || '{}') };
      }
      name = '';
      data = [];
      continue;
    }
    const [, field, value] = /^([^:]*):? ?([^]*)$/.exec(line);
    if (field === 'event') {
      name = value;
    } else if (field === 'id') {
      id = value;
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
