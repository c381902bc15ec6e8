// The snippets of docs/adb.md.
import { adb, defineSchema } from '/_atek/js/adb.js';
import { equal } from './expect.js';

export async function tutorial() {
  const db = adb.db('main');
  await db.put('/notes/first', { text: 'Hello' });
  const { records } = await db.list('/notes');

  const notes = defineSchema('example.com/note', {
    pkey: '/id',
    jsonSchema: { required: ['text'], properties: { text: { type: 'string' } } },
  });
  await notes(db).create({ id: 'one', text: 'Hello' });

  const heard = [];
  for await (const event of db.watch({ path: '/notes', fromSeq: 0 })) {
    if (event.event === 'live') {
      break;
    }
    heard.push(...event.changes.map((change) => change.path));
  }
  await db.blobs.put('/photos/cat.txt', new Blob(['meow'], { type: 'text/plain' }));
  const cat = await db.blobs.get('/photos/cat.txt');

  equal(heard, ['/notes/first']);
  equal(await cat.text(), 'meow');
  equal(records.length, 1);
  equal((await notes(db).get('one')).value, { id: 'one', text: 'Hello' });
}
