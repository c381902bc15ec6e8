// What the host's owner does with its token, as the command line does: every method there is.
import {
  assert, FAILED, inspect, INVALID_PARAM, NOT_FOUND, refused, ServiceInfo, services, sessions,
  shaped, User, users, UserSession, UserSettings,
} from './apis.js';

const [repository] = process.argv.slice(2);
const LIST = { type: 'object', required: ['services'], properties: { services: { type: 'array', items: ServiceInfo.schema } } };
const USERS = { type: 'object', required: ['users'], properties: { users: { type: 'array', items: User.schema } } };
const PASSWORD = 'correct horse';

const status = async (id) => (await services.get(id)).status;

async function installed(id, options) {
  return shaped(ServiceInfo, await services.install({ sourceUrl: repository, id, ...options }));
}

export async function theConfigHasNoToken() {
  const config = shaped({ type: 'object' }, await inspect.getConfig());
  assert.match(config.serverDbId, /^[0-9a-f]{64}$/);
  assert.equal('systemAuthTokens' in config, false);
  assert.equal(JSON.stringify(config).includes(process.env.ATEK_HOST_BEARER_TOKEN), false);
}

export async function theHostIsReady() {
  assert.equal(await inspect.isReady(), true);
}

export async function theTokenIsTheHousehold() {
  const session = shaped(UserSession, await sessions.whoami());
  assert.equal(session.isActive, true);
  assert.equal(session.username, 'system');
}

export async function aServiceIsInstalledListedAndGot() {
  const made = await installed('listed', { user: 'ada', desiredVersion: '1.x' });
  assert.equal(made.status, 'active');
  assert.equal(made.settings.id, 'listed');
  assert.equal(made.settings.desiredVersion, '1.x');
  assert.equal(made.settings.package.sourceType, 'git');
  assert.equal(made.settings.package.installedVersion, 'v1.0.0');
  assert.deepEqual(made.settings.manifest, { name: 'Greeter', icon: 'kept' });
  assert.deepEqual(await services.get('listed'), made);
  const listed = shaped(LIST, await services.list()).services;
  assert.deepEqual(listed.find((one) => one.key === made.key), made);
  for (const core of ['core.adb', 'core.lonestar']) {
    assert.ok(listed.some((one) => one.settings.id === core));
  }
  const ada = (await users.list()).users.find((user) => user.username === 'ada');
  assert.equal(made.settings.owningUserKey, ada.key);
}

export async function theHouseholdMayHaveIt() {
  assert.equal((await installed('everyones', { user: 'system' })).settings.owningUserKey, 'system');
  assert.equal((await installed('ours')).settings.owningUserKey, 'system');
}

export async function aServiceIsStoppedStartedAndRestarted() {
  await installed('cycled');
  assert.equal(await services.stop('cycled'), null);
  assert.equal(await status('cycled'), 'inactive');
  assert.equal(await services.start('cycled'), null);
  assert.equal(await status('cycled'), 'active');
  assert.equal(await services.restart('cycled'), null);
  assert.equal(await status('cycled'), 'active');
}

export async function aServiceIsConfiguredAndRenamed() {
  const { key } = await installed('before', { config: { GREETING: 'hi' } });
  assert.deepEqual((await services.get('before')).settings.config, { GREETING: 'hi' });
  assert.equal(await services.configure('before', { config: { OTHER: '1' } }), null);
  assert.deepEqual((await services.get('before')).settings.config, { GREETING: 'hi', OTHER: '1' });
  assert.equal(await services.configure('before', { id: 'after', desiredVersion: '1.0.0' }), null);
  await refused(() => services.get('before'), FAILED, 'Not authorized');
  const after = await services.get('after');
  assert.equal(after.key, key);
  assert.equal(after.settings.desiredVersion, '1.0.0');
  await services.restart('after');
  assert.equal(await status('after'), 'active');
}

export async function aServiceIsUninstalled() {
  await installed('gone');
  assert.equal(await services.uninstall('gone'), null);
  await refused(() => services.get('gone'), FAILED, 'Not authorized');
  assert.equal((await services.list()).services.some((one) => one.settings.id === 'gone'), false);
}

export async function anUpdateIsFoundAndTaken() {
  const CHECK = { type: 'object', required: ['hasUpdate', 'installedVersion', 'latestVersion'], properties: { hasUpdate: { type: 'boolean' }, installedVersion: { type: 'string' }, latestVersion: { type: 'string' } } };
  const UPDATED = { type: 'object', required: ['installedVersion', 'oldVersion'], properties: { installedVersion: { type: 'string' }, oldVersion: { type: 'string' } } };
  await installed('renewed', { desiredVersion: '0.9.0' });
  await services.configure('renewed', { desiredVersion: '0.x || 1.x' });
  const versions = { installedVersion: 'v0.9.0', latestVersion: 'v1.0.0' };
  assert.deepEqual(shaped(CHECK, await services.checkForPackageUpdates('renewed')), { hasUpdate: true, ...versions });
  assert.deepEqual(shaped(UPDATED, await services.updatePackage('renewed')), { installedVersion: 'v1.0.0', oldVersion: 'v0.9.0' });
  assert.equal((await services.get('renewed')).settings.package.installedVersion, 'v1.0.0');
  assert.equal(await status('renewed'), 'active');
  assert.equal((await services.checkForPackageUpdates('renewed')).hasUpdate, false);
}

export async function installationsAreRefusedInTheOldWords() {
  const of = (options) => () => services.install({ sourceUrl: repository, ...options });
  await installed('taken');
  await refused(of({ id: 'taken' }), FAILED, 'App already exists under the ID: taken');
  await refused(of({ user: 'nobody' }), FAILED, 'No user found with the username of nobody');
  await refused(
    of({ id: 'newer', desiredVersion: '>=2' }),
    FAILED,
    /^No release \(git tag\) available for newer which matches the desired version of >=2/,
  );
  await refused(() => services.install({}), INVALID_PARAM, "Parameter 1 must have required property 'sourceUrl'");
  await refused(() => services.install('x'), INVALID_PARAM, 'Parameter 1 must be object');
  await refused(() => services.get(5), INVALID_PARAM, 'Parameter 1 must be string');
  assert.equal((await services.list()).services.some((one) => one.settings.id === 'newer'), false);
}

export async function whatIsNotThereIsNotAuthorized() {
  for (const method of ['get', 'uninstall', 'start', 'stop', 'restart', 'checkForPackageUpdates', 'updatePackage']) {
    await refused(() => services[method]('nothing'), FAILED, 'Not authorized');
  }
  await refused(() => services.configure('nothing', {}), FAILED, 'Not authorized');
}

export async function aUserIsMadeChangedAndDeleted() {
  const made = shaped(User, await users.create({ username: 'carla', password: PASSWORD, role: 'member' }));
  assert.equal(made.username, 'carla');
  assert.deepEqual(await users.get(made.key), made);
  assert.deepEqual(shaped(USERS, await users.list()).users.find((user) => user.key === made.key), made);
  const changed = shaped(User, await users.update(made.key, { username: 'clara', role: 'admin' }));
  assert.deepEqual(changed, { key: made.key, username: 'clara', role: 'admin' });
  assert.deepEqual(await users.update(made.key, { username: 'clara' }), changed);
  assert.equal((await sessions.login({ username: 'clara', password: PASSWORD })).username, 'clara');
  assert.equal(await users.delete(made.key), null);
  assert.equal(await users.delete(made.key), null);
  await refused(() => users.get(made.key), FAILED, `Not found: atek.cloud,user,${made.key}`);
}

export async function settingsAreKept() {
  const { key } = await users.create({ username: 'settled', password: PASSWORD });
  shaped(UserSettings, await users.getSettings(key));
  const updated = await users.updateSettings(key, { mainServiceId: 'listed' });
  assert.equal(shaped(UserSettings, updated).mainServiceId, 'listed');
  assert.equal((await users.getSettings(key)).mainServiceId, 'listed');
}

export async function usersAreRefusedInTheOldWords() {
  const named = (username) => () => users.create({ username, password: PASSWORD });
  const { key } = await named('unique')();
  await named('another')();
  await refused(named('unique'), FAILED, 'This username has already been taken');
  await refused(named('system'), FAILED, 'The username system is reserved');
  await refused(() => users.update(key, { username: 'another' }), FAILED, 'This username has already been taken');
  await refused(() => users.create({ username: 'nopassword' }), INVALID_PARAM, "Parameter 1 must have required property 'password'");
  await assert.rejects(named('ab')(), /3/);
  for (const method of ['get', 'getSettings']) {
    await refused(() => users[method]('nothing'), FAILED, 'Not found: atek.cloud,user,nothing');
  }
  await refused(() => users.update('nothing', {}), FAILED, 'Not found: atek.cloud,user,nothing');
  await refused(() => users.updateSettings('nothing', {}), FAILED, 'Not found: atek.cloud,user,nothing');
}

export async function methodsThatNobodyHasAreNotFound() {
  await refused(() => services.nothing(), NOT_FOUND, 'Method not found: nothing');
}
