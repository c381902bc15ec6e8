import { adb, defineSchema } from '/_atek/js/adb.js';
import { equal, refused, that } from './expect.js';

const notes = defineSchema('example.com/note', {
  pkey: '/id',
  jsonSchema: {
    type: 'object',
    required: ['id', 'text'],
    properties: {
      id: { type: 'string' },
      text: { type: 'string', minLength: 1, maxLength: 5, pattern: '^[a-z]' },
      stars: { type: 'integer', minimum: 0, exclusiveMaximum: 6, default: 3 },
      kind: { enum: ['a', { deep: [1] }] },
      tags: { type: 'array', items: { type: ['string', 'null'] }, maxItems: 2 },
      createdAt: { type: 'string', format: 'date-time' },
    },
    additionalProperties: { type: 'boolean' },
  },
});

const keys = ({ records }) => records.map((record) => record.key);

async function fresh() {
  return adb.create();
}

export async function aSchemaKeysFillsAndChecks() {
  const table = notes(await fresh());
  const made = await table.create({ id: 'one', text: 'hello' });
  equal([made.key, made.path, made.value.stars], ['one', '/example.com/note/one', 3]);
  that(!Number.isNaN(Date.parse(made.value.createdAt)), made.value.createdAt);
  equal(await table.get('one'), made);
  await refused(table.create({ id: 'one', text: 'again' }), /^RpcError: Conflict: /);
  const later = await table.replace(made, { ...made.value, text: 'bye' });
  await refused(table.replace(made, { id: 'one', text: 'late' }), /^RpcError: Conflict: /);
  equal((await table.find('one')).seq, later.seq);
  await table.put('two', { id: 'two', text: 'x', stars: 5 });
  equal(keys(await table.list({ gt: 'one' })), ['two']);
  equal(keys(await table.query({ where: { '/stars': { eq: 5 } } })), ['two']);
  await table.delete('one');
  equal(await table.find('one'), undefined);
}

export async function whatDoesNotFitIsNotWritten() {
  const db = await fresh();
  const table = notes(db);
  const wrong = [
    [{ text: 'x' }, /must have id, text/],
    [{ id: 'a', text: 'X' }, /^ValidationError: \/text must match/],
    [{ id: 'a', text: '' }, /\/text must have at least 1 characters/],
    [{ id: 'a', text: 'abcdef' }, /\/text must have at most 5 characters/],
    [{ id: 'a', text: 'a', stars: 1.5 }, /\/stars must be integer/],
    [{ id: 'a', text: 'a', stars: 6 }, /\/stars must be less than 6/],
    [{ id: 'a', text: 'a', kind: { deep: [2] } }, /\/kind must be one of/],
    [{ id: 'a', text: 'a', tags: ['b', 7] }, /\/tags\/1 must be string or null/],
    [{ id: 'a', text: 'a', tags: ['b', 'c', 'd'] }, /\/tags must have at most 2 items/],
    [{ id: 'a', text: 'a', 'o/ther': 1 }, /\/o~1ther must be boolean/],
  ];
  for (const [value, said] of wrong) {
    await refused(table.put('a', value), said);
  }
  await refused(table.create({ text: 'x' }), /Unable to generate key, \/id found type undefined/);
  equal((await db.list()).records, []);
  await table.put('a', { id: 'a', text: 'ä'.normalize('NFD'), kind: { deep: [1] }, other: true });
}

export async function whatDoesNotFitIsMarkedPrunedThrownOrReplaced() {
  const db = await fresh();
  const table = notes(db);
  await table.create({ id: 'good', text: 'x' });
  await db.put('/example.com/note/bad', { id: 'bad', text: 7 });
  equal((await table.list()).records.map((one) => one.valid), [false, true]);
  equal(keys(await table.list({ onInvalid: 'prune' })), ['good']);
  await refused(table.list({ onInvalid: 'throw' }), /^ValidationError: \/text must be string$/);
  equal(keys(await table.list({ onInvalid: () => false })), ['good']);
  equal(keys(await table.list({ onInvalid: () => true })), ['bad', 'good']);
  const mended = await table.get('bad', { onInvalid: () => ({ value: { id: 'bad' } }) });
  equal(mended.value, { id: 'bad' });
  equal(await table.get('bad', { onInvalid: 'prune' }), undefined);
}

export async function keysAreOfTheTimeAndInOrder() {
  const table = defineSchema('timed', { auto: { by: () => 'me' } })(await fresh());
  const made = [];
  for (let i = 0; i < 40; i++) {
    made.push(table.create({ i }));
  }
  const all = (await Promise.all(made)).map((one) => one.key);
  that(/^ff0[89][0-9a-f]{12}(\.(fb)?[0-9a-f]{2})?$/.test(all[39]), all[39]);
  const listed = (await table.list()).records;
  equal(listed.map((one) => one.key), all);
  equal(listed[7].value, { i: 7, by: 'me' });
}

export async function aSchemaThatIsNotCheckedIsRefused() {
  const define = async (jsonSchema) => defineSchema('x', { jsonSchema });
  await refused(define({ properties: { a: { $ref: '#' } } }), /\/properties\/a\/\$ref, which pages/);
  await define({ oneOf: [{ properties: { createdAt: true } }], title: 'x' });
}
