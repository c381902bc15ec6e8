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
   * @param {any} [data] more for programs, as the API says
   */
  constructor(message, code, status, data) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.status = status;
    this.data = data;
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

async function call(url, method, params, options) {
  return resultOf(await send(url, method, params, options));
}

/**
 * Sends a call and gives the answer as it comes, for what is not one JSON object.
 *
 * @param {string} url the whole path of a gateway
 * @param {string} method
 * @param {any[]} params
 * @param {Options & {accept?: string}} [options] `accept` is the kind of answer that is wanted
 * @returns {Promise<Response>}
 */
export async function send(url, method, params, { signal, loggedOut, accept } = {}) {
  const request = { jsonrpc: '2.0', id: ++lastId, method, params: withoutTail(params) };
  const response = await post(url, request, signal, accept);
  if (response.status === 401) {
    loggedOut?.();
    throw new RpcError('You are not logged in.', undefined, 401);
  }
  return response;
}

/**
 * @param {Response} response of {@link send}
 * @returns {Promise<any>} the call's result
 * @throws {RpcError} when it was refused
 */
export async function resultOf(response) {
  const { error, result } = await read(response);
  if (error) {
    throw new RpcError(error.message, error.code, response.status, error.data);
  }
  return result;
}

async function post(url, request, signal, accept = 'application/json') {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: accept, 'Atek-Request': '1' },
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
