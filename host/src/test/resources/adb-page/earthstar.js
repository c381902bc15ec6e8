// Workspaces of signed documents, as a page has them.
import { contentOf, earthstar, nameOf } from '/_atek/js/earthstar.js';
import { equal, refused, that } from './expect.js';

export async function earthstarTutorial() {
  const garden = await earthstar.create('garden');
  const suzy = await earthstar.author('suzy');
  await garden.set('/wiki/Flowers', 'Flowers are pretty', { author: suzy });
  const flowers = await garden.value('/wiki/Flowers');

  equal(flowers, 'Flowers are pretty');
  const shown = [];
  const show = (documents) => shown.push(documents.map(({ path }) => path));
  for await (const documents of garden.living({ pathStartsWith: '/wiki/' })) {
    show(documents);
    if (documents.length === 1) {
      await garden.set('/wiki/Trees', 'Trees are tall', { author: suzy });
    } else {
      break;
    }
  }
  equal(shown, [['/wiki/Flowers'], ['/wiki/Flowers', '/wiki/Trees']]);
}

export async function documentsAreWrittenAskedForAndDeleted() {
  const garden = await earthstar.create('garden');
  const suzy = await earthstar.author('suzy');
  equal(await earthstar.author('suzy'), suzy);
  that((await earthstar.authors()).includes(suzy), 'an author that was made is mine');
  equal([garden.name, nameOf(suzy)], ['garden', 'suzy']);

  const written = await garden.set('/wiki/a', 'one', { author: suzy });
  equal([written.format, written.author, contentOf(written)], ['es.4', suzy, 'one']);
  equal(contentOf(await garden.get('/wiki/a')), 'one');
  equal(await garden.get('/wiki/nobody'), undefined);
  await garden.set('/wiki/b', 'two', { author: suzy });
  await garden.set('/wiki/b', '', { author: suzy });
  equal(await garden.value('/wiki/b'), undefined);
  equal(await garden.authors(), [suzy]);

  const again = await earthstar.join(garden.address);
  equal((await again.info()).documents, 2);
  equal((await again.ingest([written])).ignored, 1);
  that((await earthstar.list()).some((one) => one.workspace === garden.address), 'it is in the list');
  const page = await garden.query({ limit: 1 });
  equal([page.documents.length, page.after.path], [1, '/wiki/a']);
  const paths = [];
  for await (const { path } of garden.documents({ limit: 1 })) {
    paths.push(path);
  }
  equal(paths, ['/wiki/a', '/wiki/b']);
  await garden.leave();
  await refused(garden.info(), /^RpcError: This workspace is not joined here/);
}

export async function whoFollowsHearsWhatComes() {
  const garden = await earthstar.create('garden');
  const suzy = await earthstar.author('suzy');
  const heard = [];
  for await (const event of garden.follow({ pathStartsWith: '/wiki/' })) {
    heard.push(event.document?.path ?? event.event);
    if (event.event === 'live') {
      await garden.set('/other', '1', { author: suzy });
      await garden.set('/wiki/a', '1', { author: suzy });
    } else {
      equal([event.local, event.latest], [true, true]);
      break;
    }
  }
  equal(heard, ['live', '/wiki/a']);
}

export async function aLivingListForgetsWhatIsDeletedOrOver() {
  const garden = await earthstar.create('garden');
  const suzy = await earthstar.author('suzy');
  await garden.set('/here/a', 'stays', { author: suzy });
  await garden.set(`/here/~${suzy}/!`, 'soon over', { author: suzy, forSeconds: 2 });
  await garden.set('/gone', 'not asked for', { author: suzy });
  const lengths = [];
  for await (const documents of garden.living({ pathStartsWith: '/here/', author: suzy })) {
    lengths.push(documents.length);
    if (documents.length === 0) {
      break;
    }
    if (documents.length === 1) {
      await garden.set('/here/a', '', { author: suzy });
    }
  }
  equal(lengths, [2, 1, 0]);
  await refused(garden.living({ limit: 1 }).next(), /^TypeError: A living list knows no "limit"/);
}

export async function aSignalEndsALivingList() {
  const garden = await earthstar.create('garden');
  const end = new AbortController();
  let lists = 0;
  for await (const documents of garden.living({}, { signal: end.signal })) {
    equal(documents, []);
    lists++;
    end.abort();
  }
  equal(lists, 1);
}

export async function aLivingListIsMadeAnewWithEachConnection() {
  const { Workspace } = await import('/_atek/js/earthstar.js');
  const states = [[{ path: '/a', timestamp: 1, content: 'x' }], [{ path: '/b', timestamp: 2, content: 'y' }]];
  const fake = Object.assign(new Workspace('+fake.a'), {
    async *follow() {
      yield { event: 'live' };
      // What is older than what is known, or not the newest, changes nothing.
      yield { event: 'document', latest: false, document: { path: '/c', timestamp: 3, content: 'z' } };
      yield { event: 'document', latest: true, document: { path: '/a', timestamp: 0, content: 'old' } };
      yield { event: 'missed', missed: 7 };
    },
    async *documents() {
      yield* states.shift();
    },
  });
  const shown = [];
  for await (const documents of fake.living()) {
    shown.push(documents.map(contentOf));
  }
  equal(shown, [['x'], ['y']]);
}

export async function whatIsWrongIsToldInASentence() {
  await refused(earthstar.join('garden'), /^RpcError: Refused: the address of the workspace/);
  const garden = await earthstar.create('garden');
  const suzy = await earthstar.author('suzy');
  const zack = `@zack.${suzy.slice(6)}`;
  await refused(garden.set('/a', 'x', { author: zack }), /^RpcError: There is no key pair of that author/);
  await refused(garden.set(`/~${zack}/a`, 'x', { author: suzy }), /^RpcError: Refused: /);
  await refused(garden.sync('https://core.earthstar.example.net'), /^RpcError: This is no peer of the workspace/);
}
