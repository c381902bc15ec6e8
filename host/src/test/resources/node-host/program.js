// What an installed program of an admin may ask of the host, and what it may not.
import { ws } from '@atek-cloud/node-rpc';
import {
  assert, FAILED, inspect, METHODS, NOT_FOUND, refused, services, sessions, shaped, users, UserSession,
} from './apis.js';

const OPEN = ['isReady', 'whoami', 'login'];

export async function aProgramSpeaksForItsOwner() {
  const session = shaped(UserSession, await sessions.whoami());
  assert.equal(session.isActive, true);
  assert.equal(session.username, 'ada');
}

export async function theHostIsReady() {
  assert.equal(shaped({ type: 'boolean' }, await inspect.isReady()), true);
}

export async function whatAPersonMayIsRefusedToAProgramOfHis() {
  for (const [client, method, ...params] of METHODS) {
    if (!OPEN.includes(method)) {
      await refused(() => client[method](...params), FAILED, 'Not authorized');
    }
  }
}

export async function aProgramMayCheckAPasswordAndStaysWhoItIs() {
  const given = { username: 'ada', password: 'correct horse' };
  assert.equal(shaped(UserSession, await sessions.login(given)).username, 'ada');
  await refused(
    () => sessions.login({ username: 'ada', password: 'wrong horse' }),
    FAILED,
    'Username or password was incorrect',
  );
  await refused(() => users.list(), FAILED, 'Not authorized');
}

export async function anUnknownMethodIsNotFound() {
  for (const client of [inspect, services, sessions, users]) {
    await refused(() => client.nothing(), NOT_FOUND, 'Method not found: nothing');
  }
}

export async function theClientTellsWhatItIs() {
  assert.deepEqual(users.$desc, { api: 'atek.cloud/users-api' });
  assert.match(users.$url, /^http:\/\/localhost:\d+\/_atek\/gateway\?api=atek\.cloud%2Fusers-api$/);
  assert.equal(users.$auth, `Bearer ${process.env.ATEK_HOST_BEARER_TOKEN}`);
  assert.equal(await inspect.$rpc('isReady', [undefined, undefined]), true);
}

export async function aSocketOfTheModulesReachesAProxyApi() {
  const socket = ws('example.com/node-echo');
  const heard = new Promise((resolve, reject) => socket.on('data', resolve).on('error', reject));
  socket.write('there and back');
  assert.equal(String(await heard), 'there and back');
  socket.destroy();
}
