/**
 * Follows the changes of a database. Pages use it by `adb.db(…).watch(…)`.
 */
import { lasting, stream } from './stream.js';

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

/**
 * @param {string} dbId
 * @param {{fromSeq?: number}} options
 * @param {AbortSignal} [signal]
 * @returns {AsyncGenerator<WatchEvent>}
 */
export async function* watch(dbId, options, signal) {
  let from = options.fromSeq;
  const connect = () => connection(dbId, { ...options, fromSeq: from }, signal);
  for await (const event of lasting(connect, signal)) {
    from = event.seq;
    yield event;
  }
}

/** One connection, until it ends. A commit that comes in parts is put together. */
async function* connection(dbId, options, signal) {
  let parts = [];
  for await (const { name, data } of stream('atek.cloud/adb-api', 'watch', [dbId, options], signal)) {
    parts = parts.concat(data.changes ?? []);
    if (!data.more) {
      yield name === 'commit' ? { event: name, ...data, changes: parts } : { event: name, ...data };
      parts = [];
    }
  }
}
