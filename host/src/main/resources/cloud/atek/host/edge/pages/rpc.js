/**
 * Calls the APIs of this cloud from a page: `const users = create('atek.cloud/users-api')`, then
 * `await users.list()`. Arguments are sent in the order given. The host makes the call for the
 * person who is logged in and, on the address of a service, within what that service may do.
 */

/** A call that was refused or failed. `message` is one sentence to show to a person. */
export class RpcError extends Error {
  /**
   * @param {string} message
   * @param {number} [code] the JSON-RPC error code, absent when no API answered
   * @param {number} [status] the HTTP status; 401 means that nobody is logged in
   */
  constructor(message, code, status) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.status = status;
  }
}

/**
 * @typedef {object} Options
 * @property {AbortSignal} [signal] ends the calls that are under way
 * @property {() => void} [loggedOut] told when a call is refused because nobody is logged in
 */

let lastId = 0;

/**
 * Makes an object whose every method is a call.
 *
 * @param {string} api an API id, or the whole path of a gateway
 * @param {Options} [options]
 * @returns {Record<string, (...params: any[]) => Promise<any>>} the calls throw {@link RpcError}
 */
export function create(api, options = {}) {
  const url = api.startsWith('/') ? api : `/_atek/gateway?api=${encodeURIComponent(api)}`;
  return new Proxy(Object.create(null), {
    get(_, method) {
      // An object with a method named "then" would be taken for a promise by `await`.
      if (typeof method !== 'string' || method === 'then') {
        return undefined;
      }
      return (...params) => call(url, method, params, options);
    },
  });
}

export default create;

async function call(url, method, params, { signal, loggedOut }) {
  const request = { jsonrpc: '2.0', id: ++lastId, method, params: withoutTail(params) };
  const response = await post(url, request, signal);
  if (response.status === 401) {
    loggedOut?.();
    throw new RpcError('You are not logged in.', undefined, 401);
  }
  const answer = await read(response);
  if (answer.error) {
    throw new RpcError(answer.error.message, answer.error.code, response.status);
  }
  return answer.result;
}

async function post(url, request, signal) {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Atek-Request': '1' },
      body: JSON.stringify(request),
      credentials: 'same-origin',
      signal,
    });
  } catch (e) {
    if (signal?.aborted) {
      throw e;
    }
    throw new RpcError('The server does not answer. Is it running?');
  }
}

async function read(response) {
  const answer = await response.json().catch(() => undefined);
  if (answer?.jsonrpc === '2.0') {
    return answer;
  }
  const said = typeof answer?.message === 'string' ? answer.message : `HTTP ${response.status}`;
  throw new RpcError(`The server refused the call: ${said}`, undefined, response.status);
}

/** JSON has no undefined: a parameter that was left out must not become null. */
function withoutTail(params) {
  let length = params.length;
  while (length > 0 && params[length - 1] === undefined) {
    length--;
  }
  return params.slice(0, length);
}
