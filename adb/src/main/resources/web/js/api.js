/**
 * Calls ADB and the host. `await adb.recordGet(dbId, ['a', 'b'])` answers with the result or throws
 * a {@link Refusal}. Numbers that JavaScript would round come and go as they are (see json.js).
 */
import { parse, print } from './json.js';

const ADB = 'atek.cloud/adb-api';

/** A call that was refused or failed. `message` is a sentence to show to a person. */
export class Refusal extends Error {
  /**
   * @param {string} message
   * @param {any} [data] what is known of the reason: `pointer`, `conflicts`, `instancePath`
   */
  constructor(message, data) {
    super(message);
    this.name = 'Refusal';
    this.data = data ?? {};
  }
}

let lastId = 0;

function create(api) {
  return new Proxy(Object.create(null), {
    // An object with a method named "then" would be taken for a promise by `await`.
    get: (_, method) => (method === 'then' ? undefined : (...params) => call(api, method, params)),
  });
}

/** @type {Record<string, (...params: any[]) => Promise<any>>} */
export const adb = create(ADB);
export const users = create('atek.cloud/users-api');
export const services = create('atek.cloud/services-api');
export const sessions = create('atek.cloud/user-sessions-api');

/** Goes to the login page of the host, and from there back to this one. */
export function toLogin() {
  // A page of a service gets its session by a redirect of the host, on its first request.
  location.reload();
}

async function call(api, method, params) {
  const request = { jsonrpc: '2.0', id: ++lastId, method, params: withoutTail(params) };
  const response = await post(`/_atek/gateway?api=${encodeURIComponent(api)}`, print(request));
  if (response.status === 401) {
    toLogin();
    throw new Refusal('You are not logged in.');
  }
  const answer = await read(response);
  if (answer.error) {
    throw new Refusal(answer.error.message, answer.error.data);
  }
  return answer.result;
}

async function post(url, body) {
  try {
    const headers = { 'Content-Type': 'application/json', 'Atek-Request': '1' };
    return await fetch(url, { method: 'POST', headers, body, credentials: 'same-origin' });
  } catch {
    throw new Refusal('The server does not answer. Is it running?');
  }
}

async function read(response) {
  let answer;
  try {
    answer = parse(await response.text()).value;
  } catch {
    // Said below, with the status.
  }
  if (answer?.jsonrpc === '2.0') {
    return answer;
  }
  const said = typeof answer?.message === 'string' ? answer.message : `HTTP ${response.status}`;
  throw new Refusal(`The server refused the call: ${said}`);
}

/** JSON has no undefined: a parameter that was left out must not become null. */
function withoutTail(params) {
  const last = params.findLastIndex((param) => param !== undefined);
  return params.slice(0, last + 1);
}
