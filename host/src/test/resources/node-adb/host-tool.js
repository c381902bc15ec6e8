// What only the host's own tools may, with the published client and the host's token.
import adb from '@atek-cloud/adb-api';
import { assert, FAILED, refused, shaped } from './expect.js';

const { api } = adb;

const config = shaped('getConfig', await api.getConfig());
assert.deepEqual(Object.keys(config), ['serverDbId']);
await refused(() => api.init({ serverDbId: '' }), FAILED, 'ADB has already been initialized');

const own = shaped('adminListDbsByOwningUser', await api.adminListDbsByOwningUser());
assert.equal(own[0].dbId, config.serverDbId);
assert.deepEqual(await api.dbDescribe(config.serverDbId), own[0]);
assert.deepEqual(own[0], {
  dbId: config.serverDbId,
  writable: true,
  isServerDb: true,
  owner: { userKey: 'system', serviceKey: 'system' },
  access: 'private',
});

const [owner] = process.argv.slice(2);
const theirs = shaped('adminListDbsByOwningUser', await api.adminListDbsByOwningUser(owner));
assert.ok(theirs.length > 0 && theirs.every((one) => one.owner.userKey === owner));
const { serviceKey } = theirs[0].owner;
const made = await api.adminCreateDb({ owner: { userKey: owner, serviceKey }, alias: 'given' });
assert.deepEqual((await api.dbDescribe(made.dbId)).owner, { userKey: owner, serviceKey });
await api.adminEditDbConfig(made.dbId, { owner: { userKey: 'system', serviceKey: 'system' } });
assert.deepEqual((await api.dbDescribe(made.dbId)).owner, { userKey: 'system', serviceKey: 'system' });
await api.adminDeleteDb(made.dbId);

// The modules look at no HTTP status: a 401 is an answer without a result to them.
api.$setAuthHeader('Bearer nobody');
assert.equal(await api.dbList(), undefined);
console.log('so');
