// What a page hears of the real server.
import { adb } from '/_atek/js/adb.js';
import { equal, refused, that } from './expect.js';

export async function changesComeInOrderFromWhereTheyWereLeft() {
  const db = adb.db('watched');
  await db.put('/notes/a', { n: 1 });
  const heard = [];
  const watching = (async () => {
    for await (const event of db.watch({ path: '/notes', fromSeq: 0 })) {
      heard.push(event);
      if (event.event === 'live') {
        await db.put('/notes/b', { n: 2 });
        await db.put('/other', {});
        await db.delete('/notes/a');
      }
      if (heard.length === 4) {
        break;
      }
    }
  })();
  await watching;
  equal(heard.map((one) => one.event), ['commit', 'live', 'commit', 'commit']);
  equal(heard[0].changes.map((one) => one.path), ['/notes/a']);
  equal(heard[2].changes[0].value, { n: 2 });
  equal(heard[3].changes[0].deleted, true);

  const from = heard[2].seq;
  for await (const event of db.watch({ path: '/notes', fromSeq: from })) {
    equal([event.seq, event.changes[0].path], [heard[3].seq, '/notes/a']);
    break;
  }
}

export async function aSignalEndsTheLiveWatching() {
  const db = adb.db('signal');
  const control = new AbortController();
  let events = 0;
  for await (const event of db.watch({}, { signal: control.signal })) {
    equal(event.event, 'live');
    events++;
    setTimeout(() => control.abort(), 10);
  }
  that(events === 1, `${events} events`);
}

export async function aRefusedWatchingIsThrown() {
  const watching = adb.db('ab'.repeat(32)).watch();
  await refused(watching.next(), /^RpcError: Not authorized to access/);
}

export async function aCommitThatComesInPartsIsOneEvent() {
  const db = adb.db('parts');
  const text = 'x'.repeat(100_000);
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const puts = names.map((name) => ({ op: 'put', path: `/large/${name}`, value: { text } }));
  const { seq } = await db.batch(puts);
  for await (const event of db.watch({ fromSeq: 0 })) {
    equal([event.seq, event.more], [seq, undefined]);
    equal(event.changes.map((one) => one.path), names.map((name) => `/large/${name}`));
    break;
  }
}

export async function aPurgeSaysWhereToGoOn() {
  const db = adb.db('purged');
  await db.put('/notes/a', { n: 1 });
  const watching = db.watch();
  equal((await watching.next()).value.event, 'live');
  await adb.api.purge(await db.id(), '/notes/a');
  const e = await refused(watching.next(), /^RpcError: What changed after \d+ is not there any more/);
  for await (const event of db.watch({ fromSeq: e.data.oldest })) {
    equal([event.event, event.seq], ['live', e.data.oldest]);
    break;
  }
}
