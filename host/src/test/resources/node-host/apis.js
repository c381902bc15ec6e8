// The host's own APIs as their published clients, with the shapes that those declare.
import inspect from '@atek-cloud/inspect-api';
import services, { ServiceInfo } from '@atek-cloud/services-api';
import sessions, { UserSession } from '@atek-cloud/user-sessions-api';
import users, { User, UserSettings } from '@atek-cloud/users-api';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { assert } from './common.js';

export * from './common.js';
export { inspect, services, sessions, users };
export { ServiceInfo, User, UserSession, UserSettings };

/** Every published method of the four APIs, as [client, method, arguments of the right types]. */
export const METHODS = [
  [inspect, 'isReady'],
  [inspect, 'getConfig'],
  [services, 'list'],
  [services, 'get', 'core.adb'],
  [services, 'install', { sourceUrl: 'https://example.com/x.git' }],
  [services, 'uninstall', 'core.adb'],
  [services, 'configure', 'core.adb', {}],
  [services, 'start', 'core.adb'],
  [services, 'stop', 'core.adb'],
  [services, 'restart', 'core.adb'],
  [services, 'checkForPackageUpdates', 'core.adb'],
  [services, 'updatePackage', 'core.adb'],
  [users, 'list'],
  [users, 'get', 'nobody'],
  [users, 'create', { username: 'mallory', password: 'correct horse', role: 'admin' }],
  [users, 'update', 'nobody', { role: 'admin' }],
  [users, 'delete', 'nobody'],
  [users, 'getSettings', 'nobody'],
  [users, 'updateSettings', 'nobody', {}],
  [sessions, 'whoami'],
  [sessions, 'login', { username: 'nobody', password: 'wrong' }],
  [sessions, 'logout'],
];

const ajv = new Ajv({ strict: false });
addFormats(ajv);

/** Holds an answer against one of the published classes, or against a schema. */
export function shaped(type, answer) {
  const validate = ajv.compile(type.schema ?? type);
  assert.ok(validate(answer), `${JSON.stringify(answer)}: ${ajv.errorsText(validate.errors)}`);
  return answer;
}

/** As a call without credentials: the modules look at no HTTP status, and see no result in a 401. */
export async function unauthorized(client, method, ...params) {
  assert.equal(await client[method](...params), undefined, method);
}
