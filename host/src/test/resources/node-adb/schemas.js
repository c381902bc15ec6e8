// The published client's schemas: keys, defaults, validation and what to do with what is invalid.
import adb, { AdbSchema, defineSchema } from '@atek-cloud/adb-api';
import { assert } from './expect.js';

const JSON_SCHEMA = {
  type: 'object',
  required: ['id', 'text'],
  properties: {
    id: { type: 'string' },
    text: { type: 'string' },
    createdAt: { type: 'string', format: 'date-time' },
  },
};

const notes = defineSchema(['example.com', 'note'], { pkey: '/id', jsonSchema: JSON_SCHEMA });

/** One valid note and one that was written past the schema. */
async function mixed() {
  const db = adb.db();
  await db.isReady;
  const table = notes(db);
  await table.create({ id: 'good', text: 'x' });
  await db.put('/example.com/note/bad', { id: 'bad', text: 7 });
  return { db, table };
}

const keys = (listed) => listed.records.map((record) => record.key);

export async function aSchemaKeysItsRecordsByAPointer() {
  const { db, table } = await mixed();
  assert.ok(table instanceof AdbSchema);
  assert.equal(notes(db), table);
  const created = await table.create({ id: 'one', text: 'first' });
  assert.equal(created.path, '/example.com/note/one');
  assert.match(created.value.createdAt, /T.*Z$/);
  const got = await table.get('one');
  assert.deepEqual(got.value, created.value);
  assert.equal(got.valid, true);
  await table.put('one', { ...got.value, text: 'second' });
  assert.equal((await table.get('one')).value.text, 'second');
  await table.delete('one');
  await assert.rejects(table.get('one'), /Not found: example.com,note,one/);
}

export async function aKeyIsMadeOfManyValuesOrByTheClock() {
  const db = adb.db('keys');
  const pairs = defineSchema('pairs', { pkey: ['/a', '/b/c'] })(db);
  assert.equal((await pairs.create({ a: 1, b: { c: true } })).key, '1,true');
  await assert.rejects(pairs.create({ a: 1 }), /Unable to generate key, \/b\/c found type undefined/);
  const timed = defineSchema('timed')(db);
  const made = [];
  for (let i = 0; i < 20; i++) {
    made.push((await timed.create({ i })).key);
  }
  assert.match(made[0], /^ff0[89][0-9a-f]{12}$/);
  assert.deepEqual(keys(await timed.list()), made);
  assert.equal((await timed.get(made[3])).value.i, 3);
}

export async function anInvalidRecordIsMarkedPrunedThrownOrMended() {
  const { table } = await mixed();
  assert.deepEqual(keys(await table.list()), ['bad', 'good']);
  assert.deepEqual((await table.list()).records.map((one) => one.valid), [false, true]);
  assert.deepEqual(keys(await table.list({ onInvalid: 'prune' })), ['good']);
  await assert.rejects(table.list({ onInvalid: 'throw' }), /^ValidationError: \/text must be string$/);
  assert.deepEqual(keys(await table.list({ onInvalid: () => false })), ['good']);
  const mended = await table.list({ onInvalid: (one) => ({ ...one, value: { mended: true } }) });
  assert.deepEqual(mended.records[0].value, { mended: true });

  assert.equal((await table.get('bad')).valid, false);
  assert.equal(await table.get('bad', { onInvalid: 'prune' }), undefined);
  assert.equal(await table.get('bad', { onInvalid: () => false }), undefined);
  await assert.rejects(table.get('bad', { onInvalid: 'throw' }), { code: 'validation-error' });
}

export async function anInvalidRecordIsNotWritten() {
  const { table } = await mixed();
  await assert.rejects(table.create({ id: 'x', text: 1 }), /^ValidationError: \/text must be string$/);
  await assert.rejects(table.put('x', { id: 'x' }), { code: 'validation-error' });
  await assert.rejects(table.get('x'), /Not found/);
  assert.equal(await table.put('x', { id: 'x' }, { onInvalid: 'prune' }), undefined);
  await assert.rejects(table.get('x'), /Not found/);
  const mend = (record) => ({ ...record, value: { id: record.key, text: record.path } });
  await table.put('x', { id: 'x' }, { onInvalid: mend });
  assert.deepEqual((await table.get('x')).value, { id: 'x', text: '/example.com/note/x' });
}

export async function aSchemaListsWithOptions() {
  const db = adb.db();
  const table = notes(db);
  for (const id of ['a', 'b', 'c', 'd']) {
    await table.create({ id, text: id });
  }
  assert.deepEqual(keys(await table.list({ gt: 'a', limit: 2 })), ['b', 'c']);
  assert.deepEqual(keys(await table.list({ reverse: true, lt: 'c', onInvalid: 'throw' })), ['b', 'a']);
}
