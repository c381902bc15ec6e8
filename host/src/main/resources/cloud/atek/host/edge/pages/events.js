/**
 * Hears what services tell: `for await (const told of subscribe('example.com/notes')) { … }`.
 */
import { lasting, stream } from './stream.js';

/**
 * @typedef {object} Told
 * @property {'subscribed' | 'event' | 'lost'} event `subscribed` after each connection: what was
 *   told before was missed, so load anew what is shown
 * @property {string} api
 * @property {string} [topic]
 * @property {string} [service] the key of the service that tells it
 * @property {any} [data]
 * @property {number} [lost] how many events were missed here, because they were read too slowly
 *
 * @typedef {object} Options
 * @property {string[]} [topics] all of the API unless given
 * @property {string} [service] id or key of the only service that is listened to
 * @property {AbortSignal} [signal] ends it
 */

/**
 * @param {string} api
 * @param {Options} [options]
 * @returns {AsyncGenerator<Told>} throws an `RpcError` when the first connection is refused
 */
export async function* subscribe(api, { topics, service, signal } = {}) {
  const wanted = { api, topics, service };
  yield* lasting(() => connection(wanted, signal), signal);
}

async function* connection(wanted, signal) {
  for await (const { data } of stream('atek.cloud/events-api', 'subscribe', [wanted], signal)) {
    yield data;
  }
}
