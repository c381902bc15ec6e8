// The published package in a process of its own; PeerMain.java says which lines it understands.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { createInterface } = require('node:readline')
const earthstar = require('earthstar')

const [kind, dir, file] = process.argv.slice(2)
const WORKSPACE = '+bench.mark'
const CONTENT = 'It is not the strongest that survives. '.repeat(3)
const FEW = 10
const MANY = 100
const author = earthstar.generateAuthorKeypair('thei')
const documents = readFileSync(file, 'utf8').trimEnd().split('\n')

// Libraries may print; answers alone go to stdout.
console.log = console.warn = console.error

let storage
let stores = 0
const folder = (path) => path.slice(0, path.indexOf('/', 1) + 1)
const random = (count) => JSON.parse(documents[Math.floor(Math.random() * count)])
const raw = (count) => documents.slice(0, count).map((json) => JSON.parse(json))
const require_ = (claim) => {
  if (!claim) throw new Error('what was put is not there')
}

function fresh() {
  if (storage && !storage.isClosed()) storage.close({ delete: kind === 'disk' })
  const validators = [earthstar.ValidatorEs4]
  stores++
  storage =
    kind === 'memory'
      ? new earthstar.StorageMemory(validators, WORKSPACE)
      : new earthstar.StorageSqlite({
          mode: 'create',
          workspace: WORKSPACE,
          validators,
          filename: join(dir, `${stores}.sqlite`),
        })
}

const seconds = (work) => {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1e3
}

function ingest(docs, wanted) {
  return seconds(() => {
    for (const doc of docs) require_(storage.ingestDocument(doc, 'bench') === wanted)
  })
}

function set(count) {
  return seconds(() => {
    for (let n = 0; n < count; n++) {
      const content = `${n} ${CONTENT}`.slice(0, 80)
      const draft = { format: 'es.4', path: `/set${stores}/${n}`, content }
      require_(storage.set(author, draft) === 'ACCEPTED')
    }
  })
}

/** Without the sync of each document, which is measured elsewhere. */
function fill(count) {
  fresh()
  if (kind === 'disk') storage.db.pragma('synchronous = OFF')
  ingest(raw(count), 'ACCEPTED')
  if (kind === 'disk') storage.db.pragma('synchronous = FULL')
}

function query(question, count, millis) {
  const some = random(count)
  const late = JSON.parse(documents[count - MANY - 1]).timestamp
  const paths = documents.slice(0, count).map((json) => JSON.parse(json).path)
  const any = () => paths[Math.floor(Math.random() * count)]
  const ask = {
    path: () => (storage.getDocument(any()) ? 1 : 0),
    prefix: () => storage.documents({ pathStartsWith: folder(any()) }).length,
    'prefix-limit': () => storage.documents({ pathStartsWith: folder(any()), limit: FEW }).length,
    author: () => storage.documents({ history: 'all', author: some.author }).length,
    time: () => storage.documents({ timestampGt: late }).length,
    limit: () => storage.documents({ limit: FEW }).length,
    after: () =>
      storage.documents({ continueAfter: { path: '/f1', author: some.author }, limit: MANY })
        .length,
    everything: () => storage.documents({ history: 'all' }).length,
    paths: () => storage.paths().length,
    authors: () => storage.authors().length,
  }[question]
  let times = 0
  let found = 0
  const start = performance.now()
  let now = start
  while (now - start < millis) {
    found = ask()
    times++
    now = performance.now()
  }
  return [times / ((now - start) / 1e3), found]
}

async function sync(url) {
  const start = performance.now()
  await earthstar.syncLocalAndHttp(storage, url)
  const took = (performance.now() - start) / 1e3
  return [took, storage.documents({ history: 'all' }).length]
}

async function answer([word, ...rest]) {
  const [first, second, third] = rest
  switch (word) {
    case 'fresh':
      fresh()
      return [0]
    case 'fill':
      fill(Number(first))
      return [0]
    case 'add':
      set(Number(first))
      return [0]
    case 'ingest':
      fresh()
      return [Number(first) / ingest(raw(Number(first)), 'ACCEPTED')]
    case 'known':
      return [Number(first) / ingest(raw(Number(first)), 'IGNORED')]
    case 'set':
      // One after the other, whoever calls: it is synchronous.
      fresh()
      return [Number(second) / set(Number(second))]
    case 'query':
      return query(first, Number(second), Number(third))
    case 'sync':
      return sync(first)
    case 'empty':
      await fetch(`${first}earthstar-api/v1/${WORKSPACE}/delete`, {
        method: 'POST',
        redirect: 'manual',
      })
      return [0]
    case 'rss':
      return [Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) >> 10]
  }
  throw new Error(word)
}

async function main() {
  fresh()
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write((await answer(line.split(' '))).join(' ') + '\n')
  }
  process.exit()
}

main()
