import { adb } from '/_atek/js/adb.js';
import { equal, refused, that } from './expect.js';

const keys = ({ records }) => records.map((record) => record.key);

export async function databasesHaveAliasesAndIds() {
  const main = adb.db('main');
  const id = await main.id();
  that(/^[0-9a-f]{64}$/.test(id), id);
  equal(await adb.db('main').id(), id);
  equal(await adb.db(`hyper://${id}/x`).id(), id);
  equal(await adb.db(id).describe(), await main.describe());
  const info = await main.describe();
  equal(info.alias, 'main');
  equal(info.writable, true);
  await main.configure({ access: 'public' });
  equal((await main.describe()).access, 'public');
  that((await adb.list()).some((one) => one.dbId === id), 'not listed');
  that((await (await adb.create()).id()) !== id, 'the same');
  await refused(adb.db('ab'.repeat(32)).get('/a'), /^RpcError: Not authorized to access/);
}

export async function recordsArePutFoundListedAndDeleted() {
  const db = adb.db('records');
  const put = await db.put('/things/a', { n: 1 });
  equal(put, { key: 'a', path: '/things/a', url: `hyper://${await db.id()}/things/a`, value: { n: 1 } });
  await db.put(['things', 'b/c'], { n: 2 });
  await db.put('/things/d', { n: 3 });
  equal(keys(await db.list('/things')), ['a', 'b/c', 'd']);
  equal(keys(await db.list('/things', { gt: 'a', limit: 1, reverse: true })), ['d']);
  equal((await db.get(['things', 'b/c'])).value, { n: 2 });
  await db.delete('/things/a');
  equal(await db.find('/things/a'), undefined);
  const e = await refused(db.get('/things/a'), /^RpcError: Not found: things,a$/);
  equal([e.code, e.status, e.data.notFound], [-32003, 200, '/things/a']);
  await refused(db.put('/things/a', []), /Parameter 3 must be object/);
}

export async function aBatchIsAllOrNothing() {
  const db = adb.db('batch');
  const { seq } = await db.batch([{ op: 'put', path: '/a', value: { n: 1 }, expect: 0 }]);
  equal((await db.get('/a')).seq, seq);
  const operations = [
    { op: 'put', path: '/b', value: { n: 2 } },
    { op: 'put', path: '/a', value: { n: 2 }, expect: 0 },
  ];
  const e = await refused(db.batch(operations), /^RpcError: Conflict: \/a/);
  equal(e.data.conflicts, [{ path: '/a', expected: 0, found: seq }]);
  equal(keys(await db.list()), ['a']);
}

export async function whatWasCanBeSeen() {
  const db = adb.db('history');
  await db.put('/a', { n: 1 });
  const { seq } = await db.get('/a');
  await db.put('/a', { n: 2 });
  await db.put('/b', {});
  equal((await db.history('/a')).versions.map((one) => one.value.n), [2, 1]);
  equal((await db.history('/a', { limit: 1 })).versions.length, 1);
  equal((await db.get('/a', { at: seq })).value, { n: 1 });
  equal((await db.diff({ left: seq })).length, 2);
  equal((await db.restore('/a', seq)).value, { n: 1 });
  equal(await db.restore('/b', seq), null);
  equal((await db.list('/', { at: seq })).records.length, 1);
  equal((await db.stat()).records, 1);
}

export async function recordsAreAskedForByWhatIsInThem() {
  const db = adb.db('query');
  for (const [i, title] of ['Solaris', 'Eden', 'Fiasco'].entries()) {
    await db.put(['books', title], { title, n: i });
  }
  const query = { path: '/books', orderBy: [{ pointer: '/n', desc: true }], limit: 2, count: true };
  const page = await db.query(query);
  equal([keys(page), page.count], [['Fiasco', 'Eden'], 3]);
  equal(keys(await db.query({ ...query, after: page.next })), ['Solaris']);
  const where = { '/title': { prefix: 'S' } };
  equal(keys(await db.query({ path: '/books', where })), ['Solaris']);
  that((await db.explain({ path: '/books', where })) !== undefined, 'no plan');
  equal(await db.indexes(), []);
  await refused(db.dropIndex(7), /^RpcError: Parameter 2 must be string/);
  await refused(db.search({ path: '/books', text: 'x' }), /^RpcError/);
}
