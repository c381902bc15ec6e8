// Blobs, views, and databases that are read as one.
import { adb } from '/_atek/js/adb.js';
import { equal, refused, that } from './expect.js';

/** A picture of one pixel. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export async function aPictureIsPutAndShown() {
  const { blobs } = adb.db('photos');
  const bytes = Uint8Array.from(atob(PICTURE), (char) => char.charCodeAt(0));
  const put = await blobs.put('/pictures/dot.png', new Blob([bytes], { type: 'image/png' }));
  equal([put.size, put.type], [bytes.length, 'image/png']);
  equal(await blobs.stat('/pictures/dot.png'), put);
  for (const url of [put.url, await blobs.url('/pictures/dot.png')]) {
    const image = new Image();
    image.src = url;
    await image.decode();
    equal(image.width, 1);
  }
}

export async function blobsArePutReadListedAndDeleted() {
  const { blobs } = adb.db('blobs');
  const odd = ['texts', 'a/b +&ä'];
  await blobs.put('/texts/a', 'Hello', { type: 'text/plain' });
  await blobs.put(odd, new TextEncoder().encode('Hellö').buffer);
  const stream = new Response('streamed').body;
  equal((await blobs.put('/texts/c', stream)).type, 'application/octet-stream');

  equal(await (await blobs.get(odd)).text(), 'Hellö');
  equal(await (await blobs.get('/texts/c', { headers: { Range: 'bytes=0-5' } })).text(), 'stream');
  const { blobs: all } = await blobs.list('/texts');
  equal(all.map((one) => [one.key, one.size]), [['a', 5], ['a/b +&ä', 6], ['c', 8]]);
  equal((await blobs.list('/texts', { gt: 'b' })).blobs.length, 1);
  await blobs.delete('/texts/a');
  equal((await blobs.list()).blobs.length, 2);
  await refused(blobs.stat('/texts/a'), /^RpcError: No blob is at \/texts\/a$/);
}

export async function aRefusedBlobIsThrown() {
  const { blobs } = adb.db('ab'.repeat(32));
  const real = globalThis.fetch;
  // A browser complains of every answer that is an error, whoever expects it.
  const answers = [
    async () => Response.json({ error: true, message: 'There is no blob' }, { status: 404 }),
    async () => new Response('?', { status: 502 }),
    () => Promise.reject(new TypeError('no network')),
  ];
  globalThis.fetch = () => answers.shift()();
  try {
    const e = await refused(blobs.get('/a'), /^RpcError: There is no blob$/);
    equal(e.status, 404);
    await refused(blobs.put('/a', 'x'), /^RpcError: HTTP 502$/);
    await refused(blobs.get('/a'), /^RpcError: The server does not answer/);
  } finally {
    globalThis.fetch = real;
  }
}

export async function viewsAreDefinedReadAndDropped() {
  const db = adb.db('views');
  await db.put('/books/solaris', { author: 'Lem', year: 1961 });
  await db.put('/books/eden', { author: 'Lem', year: 1959 });
  await db.defineView({ name: 'by-author', path: '/books', key: ['/author', '/year'] });
  const end = Date.now() + 20_000;
  while (!(await db.views())[0].ready) {
    that(Date.now() < end, 'it takes too long to build a view');
  }
  await db.put('/books/roadside', { author: 'Strugatsky', year: 1972 });

  const lem = await db.view('by-author', { prefix: ['Lem'] });
  equal(lem.entries.map((one) => one.path), ['/books/eden', '/books/solaris']);
  equal((await db.view('by-author')).entries.length, 3);
  await db.dropView('by-author');
  equal(await db.views(), []);
}

export async function someDatabasesAreReadAsOne() {
  const [mine, ours] = [adb.db('mine'), adb.db('ours')];
  await mine.put('/notes/a', { n: 1 });
  await ours.put('/notes/a', { n: 2 });
  await ours.put('/notes/b', { n: 3 });
  const both = adb.merge([mine, ours]);

  const page = await both.list('/notes', { limit: 2 });
  equal(page.records.map((one) => one.value.n), [1, 2]);
  const rest = await both.list('/notes', { after: page.next });
  equal(rest.records.map((one) => one.url), [`hyper://${await ours.id()}/notes/b`]);
}
