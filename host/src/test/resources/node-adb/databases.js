// Databases: making, naming, describing, configuring.
import adb, { ID as API } from '@atek-cloud/adb-api';
import { rpc } from '@atek-cloud/node-rpc';
import { assert, FAILED, ID, INVALID_PARAM, ISO, NOT_FOUND, refused, shaped } from './expect.js';

const { api } = adb;
const NOBODY = 'ab'.repeat(32);

export async function anAliasIsMadeOnceAndFoundAgain() {
  const one = adb.db('main');
  await one.isReady;
  const again = adb.db('main');
  await again.isReady;
  assert.match(one.dbId, ID);
  assert.equal(again.dbId, one.dbId);
  const made = shaped('dbGetOrCreate', await api.dbGetOrCreate('main', {}));
  assert.deepEqual(made, { dbId: one.dbId, writable: true });
}

export async function aDatabaseWithoutAnIdIsANewOne() {
  const made = [adb.db(), adb.db(), adb.db({ alias: 'third', access: 'public' })];
  await Promise.all(made.map((db) => db.isReady));
  assert.equal(new Set(made.map((db) => db.dbId)).size, 3);
  assert.deepEqual(await api.dbGetConfig('third'), configured('third', 'public'));
  assert.equal((await api.dbGetConfig(made[0].dbId)).access, 'private');
}

export async function anIdAndItsAddressAreTheDatabase() {
  const one = adb.db('addressed');
  await one.put('/a', { n: 1 });
  const ids = [one.dbId, one.dbId.toUpperCase(), `hyper://${one.dbId}`, `hyper://${one.dbId}/a`];
  for (const id of ids) {
    assert.equal((await adb.db(id).get('/a')).value.n, 1);
    assert.equal((await adb.db(id).describe()).dbId, one.dbId);
  }
}

export async function anAliasDoesWhereverAnIdDoes() {
  await adb.db('everywhere').put('/a/b', { n: 1 });
  assert.equal((await api.recordGet('everywhere', '/a/b')).value.n, 1);
  assert.equal((await api.recordList('everywhere', '/a')).records.length, 1);
  await api.recordPut('everywhere', '/a/c', { n: 2 });
  assert.equal((await api.recordDiff('everywhere', { left: 0 })).length, 2);
  await api.recordDelete('everywhere', '/a/c');
  assert.match((await api.dbDescribe('everywhere')).dbId, ID);
}

export async function aDescriptionHasEveryMember() {
  const db = adb.db('described', { access: 'public' });
  const info = shaped('dbDescribe', await db.describe());
  assert.match(info.createdAt, ISO);
  assert.match(info.owner.userKey, /./);
  assert.deepEqual(info, {
    dbId: db.dbId,
    writable: true,
    isServerDb: false,
    owner: {
      userKey: info.owner.userKey,
      serviceKey: process.env.ATEK_ASSIGNED_SERVICE_KEY,
    },
    alias: 'described',
    access: 'public',
    createdAt: info.createdAt,
  });
}

export async function anUnknownIdIsDescribedAsNotWritable() {
  assert.deepEqual(shaped('dbDescribe', await adb.db(NOBODY).describe()), {
    dbId: NOBODY,
    writable: false,
    isServerDb: false,
  });
  await refused(() => adb.db(NOBODY).get('/a'), FAILED, `Not authorized to access ${NOBODY}`);
  await refused(() => api.dbDescribe('nobody'), FAILED, 'Invalid database ID: nobody');
}

export async function theConfigurationIsChangedAndRead() {
  const { dbId } = shaped('dbCreate', await api.dbCreate({ alias: 'old' }));
  assert.equal(await api.dbConfigure(dbId, { alias: 'new' }), null);
  assert.deepEqual(shaped('dbGetConfig', await api.dbGetConfig(dbId)), configured('new', 'private'));
  assert.equal(await api.dbConfigure('new', { access: 'public' }), null);
  assert.deepEqual(await api.dbGetConfig('new'), configured('new', 'public'));
  await refused(() => api.dbGetConfig('old'), FAILED, 'Invalid database ID: old');
}

export async function theListHasTheDatabasesOfTheService() {
  const db = adb.db('listed');
  await db.isReady;
  const all = shaped('dbList', await api.dbList());
  assert.deepEqual(all.find((one) => one.dbId === db.dbId), await db.describe());
  assert.ok(all.every((one) => one.owner.serviceKey === process.env.ATEK_ASSIGNED_SERVICE_KEY));
  const owned = await api.adminListDbsByOwningUser(all[0].owner.userKey);
  shaped('adminListDbsByOwningUser', owned);
  const mine = await api.adminListDbsByOwningUser();
  assert.deepEqual(mine, owned);
  assert.ok(owned.some((one) => one.dbId === db.dbId));
  await refused(
    () => api.adminListDbsByOwningUser('system'),
    FAILED,
    'Cannot enumerate databases owned by another user',
  );
}

export async function theOwnerAdministersHisOwn() {
  const made = await api.adminCreateDb({ alias: 'administered', access: 'public' });
  assert.deepEqual(Object.keys(made).sort(), ['dbId', 'writable']);
  assert.equal(await api.adminEditDbConfig(made.dbId, { alias: 'edited', access: 'private' }), null);
  assert.deepEqual(await api.dbGetConfig(made.dbId), configured('edited', 'private'));
  await refused(
    () => api.adminEditDbConfig(made.dbId, { owner: { userKey: 'system' } }),
    FAILED,
    "Can't change the owning user of a database",
  );
  await refused(
    () => api.adminEditDbConfig(made.dbId, { owner: { serviceKey: 'f'.repeat(64) } }),
    FAILED,
    /^Invalid owning service: f{64}. Key does not map to any known services/,
  );
  assert.equal(await api.adminDeleteDb(made.dbId), null);
  await refused(() => api.adminDeleteDb(made.dbId), FAILED, 'DB not found');
  await refused(() => api.adminDeleteDb('edited'), FAILED, 'Invalid database ID: edited');
  assert.ok((await api.dbList()).every((one) => one.dbId !== made.dbId));
}

export async function whatIsTheHostsIsRefused() {
  await refused(() => api.init({ serverDbId: '' }), FAILED, 'Not authorized');
  await refused(() => api.getConfig(), FAILED, 'Not authorized');
}

export async function paramsThatDoNotFitAreNamed() {
  const { dbId } = await api.dbGetOrCreate('params', {});
  const first = await refused(() => api.recordGet(1, '/a'), INVALID_PARAM, 'Parameter 1 must be string');
  assert.equal(first.data.instancePath, '/0');
  assert.equal(first.data.keyword, 'type');
  await refused(() => api.recordPut(dbId, '/a', 'x'), INVALID_PARAM, 'Parameter 3 must be object');
  await refused(() => api.recordPut(dbId, '/a', [1]), INVALID_PARAM, 'Parameter 3 must be object');
  await refused(() => api.recordPut(dbId, 7, {}), INVALID_PARAM, /^Parameter 2 /);
  await refused(() => api.recordList(dbId, '/', { limit: 'x' }), INVALID_PARAM, /limit must be number$/);
  await refused(() => api.recordPut(dbId, '/a'), INVALID_PARAM, 'Parameter 3 is missing');
  await refused(() => api.dbCreate('x'), INVALID_PARAM, 'Parameter 1 must be object');
  await refused(() => api.notReal(), NOT_FOUND, 'Method not found: notReal');
  await refused(() => api.$rpc('notReal', []), NOT_FOUND, 'Method not found: notReal');
}

export async function aClientOfItsOwnReachesTheSame() {
  const one = rpc({ api: API });
  assert.equal(one.$url, `http://localhost:${process.env.ATEK_HOST_PORT}/_atek/gateway?api=atek.cloud%2Fadb-api`);
  assert.deepEqual(one.$desc, { api: API });
  assert.equal(one.$auth, `Bearer ${process.env.ATEK_HOST_BEARER_TOKEN}`);
  one.$setEndpoint({ hostname: '127.0.0.1' });
  assert.deepEqual(await one.dbList(), await api.dbList());
  one.$setAuthHeader('Bearer nobody');
  assert.equal(await one.dbList(), undefined);
}

/** A member more than in the first Atek. */
function configured(alias, access) {
  return { alias, access, retention: 'all' };
}
