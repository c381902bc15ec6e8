// Records: putting, getting, listing, deleting, comparing.
import adb from '@atek-cloud/adb-api';
import { assert, FAILED, INVALID_PARAM, refused, shaped } from './expect.js';

const { api } = adb;

async function fresh() {
  const db = adb.db();
  await db.isReady;
  return db;
}

async function filled(...paths) {
  const db = await fresh();
  for (const path of paths) {
    await db.put(path, { at: path });
  }
  return db;
}

const keys = async (listed) => (await listed).records.map((record) => record.key);

export async function aRecordHasItsKeyPathUrlSeqAndValue() {
  const db = await fresh();
  const value = { text: 'ä€😀 "\\\u0000', list: [1, null, true, {}], deep: { n: -1.5e-7 } };
  const put = shaped('recordPut', await db.put('/notes/first', value));
  const url = `hyper://${db.dbId}/notes/first`;
  assert.deepEqual(put, { key: 'first', path: '/notes/first', url, value });
  const got = shaped('recordGet', await db.get('/notes/first'));
  assert.ok(Number.isInteger(got.seq) && got.seq > 0);
  assert.deepEqual(got, { ...put, seq: got.seq });
  const { records } = shaped('recordList', await db.list('/notes'));
  assert.deepEqual(records, [got]);
}

export async function aSecondPutReplacesTheFirst() {
  const db = await filled('/a');
  const before = await db.get('/a');
  await db.put('/a', { other: true });
  const after = await db.get('/a');
  assert.deepEqual(after.value, { other: true });
  assert.ok(after.seq > before.seq);
  assert.equal((await db.list('/')).records.length, 1);
}

export async function whatIsDeletedIsNotFound() {
  const db = await filled('/a/b');
  assert.equal(await db.delete('/a/b'), null);
  assert.equal(await db.delete('/a/b'), null);
  await refused(() => db.get('/a/b'), FAILED, 'Not found: a,b');
  assert.deepEqual(await db.list('/a'), { records: [] });
}

export async function aPathIsATextOrItsNames() {
  const db = await fresh();
  await db.put('//one///two/', { n: 1 });
  assert.equal((await db.get(['one', 'two'])).value.n, 1);
  assert.equal((await db.get('one/two')).path, '/one/two');
  await db.put(['with/slash', 'ключ 🔑', '..'], { n: 2 });
  assert.equal((await db.get(['with/slash', 'ключ 🔑', '..'])).value.n, 2);
  assert.deepEqual(await keys(db.list(['with/slash'])), ['ключ 🔑/..']);
  await refused(() => db.get('with/slash/ключ 🔑/..'), FAILED, /^Not found: with,slash/);
}

export async function aPathWithoutANameOrWithNulIsRefused() {
  const db = await fresh();
  for (const path of ['', '/', '///', []]) {
    await assert.rejects(db.put(path, {}), (e) => e.code < 0 && /path/.test(e.message));
  }
  for (const path of ['/a\u0000b', ['a\u0000b'], ['']]) {
    await assert.rejects(db.put(path, {}), (e) => e.code === INVALID_PARAM);
  }
  assert.deepEqual(await db.list('/'), { records: [] });
}

export async function theListIsOrderedByBytesAndGoesIntoFolders() {
  const db = await filled(
    '/my/stuff/2', '/my/stuffy', '/my', '/my/stuff/10', '/my/stuff', '/my/stuff/1', '/mz',
  );
  assert.deepEqual(await keys(db.list('/')), [
    'my', 'my/stuff', 'my/stuff/1', 'my/stuff/10', 'my/stuff/2', 'my/stuffy', 'mz',
  ]);
  assert.deepEqual(await keys(db.list('/my/stuff')), ['1', '10', '2']);
  assert.deepEqual(await keys(db.list(['my'])), ['stuff', 'stuff/1', 'stuff/10', 'stuff/2', 'stuffy']);
  assert.deepEqual(await keys(db.list('/nothing/there')), []);
}

export async function everyListOptionDoesWhatItSays() {
  const db = await filled('/r/a', '/r/b', '/r/c', '/r/d', '/r/e');
  const list = (options) => keys(db.list('/r', options));
  assert.deepEqual(await list({ lt: 'c' }), ['a', 'b']);
  assert.deepEqual(await list({ lte: 'c' }), ['a', 'b', 'c']);
  assert.deepEqual(await list({ gt: 'c' }), ['d', 'e']);
  assert.deepEqual(await list({ gte: 'c' }), ['c', 'd', 'e']);
  assert.deepEqual(await list({ gt: 'a', lt: 'e' }), ['b', 'c', 'd']);
  assert.deepEqual(await list({ gte: 'b', lte: 'd', limit: 2 }), ['b', 'c']);
  assert.deepEqual(await list({ gte: 'b', lte: 'd', reverse: true }), ['d', 'c', 'b']);
  assert.deepEqual(await list({ reverse: true, limit: 1 }), ['e']);
  assert.deepEqual(await list({ gt: 'x' }), []);
  assert.deepEqual(await list({}), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(await list({ onInvalid: 'prune', lt: undefined }), ['a', 'b', 'c', 'd', 'e']);
}

export async function twoStatesAreCompared() {
  const db = await filled('/t/kept', '/t/changed', '/t/deleted', '/other/x');
  const left = (await db.get('/other/x')).seq;
  await db.put('/t/changed', { now: true });
  await db.delete('/t/deleted');
  await db.put('/t/added', { n: 1 });
  const middle = (await db.get('/t/added')).seq;
  await db.put('/other/y', {});

  const all = shaped('recordDiff', await api.recordDiff(db.dbId, { left }));
  const paths = all.map((one) => [one.left?.path, one.right?.path]);
  assert.deepEqual(paths, [
    [undefined, '/other/y'],
    [undefined, '/t/added'],
    ['/t/changed', '/t/changed'],
    ['/t/deleted', undefined],
  ]);
  assert.deepEqual(all[2].left.value, { at: '/t/changed' });
  assert.deepEqual(all[2].right.value, { now: true });
  assert.equal((await api.recordDiff(db.dbId, { left, right: middle })).length, 3);
  assert.equal((await api.recordDiff(db.dbId, { left, tableIds: ['other'] })).length, 1);
  assert.deepEqual(await api.recordDiff(db.dbId, { left: middle, right: middle }), []);
}

export async function manyPutsAtOnceAreAllThere() {
  const db = await fresh();
  const names = Array.from({ length: 200 }, (_, i) => String(i).padStart(3, '0'));
  await Promise.all(names.map((name) => db.put(['many', name], { name })));
  const { records } = await db.list('/many');
  assert.deepEqual(records.map((one) => one.value.name), names);
  assert.equal(new Set(records.map((one) => one.seq)).size, new Set(records.map((one) => one.path)).size);
}

export async function aLargeRecordPassesAndATooLargeOneIsRefused() {
  const db = await fresh();
  const text = 'x'.repeat(900_000);
  await db.put('/large', { text });
  assert.equal((await db.get('/large')).value.text.length, text.length);
  await assert.rejects(db.put('/larger', { text: text + text }), (e) => /large/.test(e.message));
  await refused(() => db.get('/larger'), FAILED, 'Not found: larger');
}
