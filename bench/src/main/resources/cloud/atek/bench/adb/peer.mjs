// A store of Node in a process of its own; PeerMain.java says which lines it understands.
import Corestore from 'corestore'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import Hyperbee from 'hyperbee'
import PouchDB from 'pouchdb'
import find from 'pouchdb-find'

const BATCH = 1000
const RANGE = 100
const TEXT = 'It is not the strongest of the species that survives. '
const [kind, dir, records] = [process.argv[2], process.argv[3], Number(process.argv[4])]
const groups = Math.max(1, Math.floor(records / 10))

const key = (number) => String(number).padStart(8, '0')
const random = (bound) => Math.floor(Math.random() * bound)
const value = (number) => ({
  id: number,
  group: number % groups,
  name: `record ${number}`,
  stamp: performance.now(),
  text: TEXT + TEXT,
})

/** Hyperbee on Hypercore, as the first ADB had it. It syncs nothing. */
async function hyperbee() {
  const store = new Corestore(dir)
  const bee = new Hyperbee(store.get({ name: 'bench' }), {
    keyEncoding: 'utf-8',
    valueEncoding: 'json',
  })
  await bee.ready()
  const member = (number) => `g!${key(number % groups)}!${key(number)}`
  const all = async (range) => {
    let count = 0
    for await (const _ of bee.createReadStream(range)) count++
    return count
  }
  let indexed = false
  const write = async (batch, number) => {
    await batch.put(`r!${key(number)}`, value(number))
    if (indexed) await batch.put(member(number), null)
  }
  return {
    put: (number) => write(bee, number),
    async batch(from, count) {
      const batch = bee.batch()
      for (let number = from; number < from + count; number++) await write(batch, number)
      await batch.flush()
    },
    get: async (number) => (await bee.get(`r!${key(number)}`)).value.text.length,
    range: (from) => all({ gte: `r!${key(from)}`, lt: 'r!~', limit: RANGE }),
    async index() {
      const batch = bee.batch()
      for (let number = 0; number < records; number++) await batch.put(member(number), null)
      await batch.flush()
      indexed = true
    },
    async query(group) {
      let count = 0
      const members = { gte: `g!${key(group)}!`, lt: `g!${key(group)}~` }
      for await (const one of bee.createReadStream(members)) {
        count += (await bee.get(`r!${one.key.slice(-8)}`)).value.group === group ? 1 : 0
      }
      return count
    },
  }
}

/** PouchDB on LevelDB. It syncs nothing. */
async function pouchdb() {
  PouchDB.plugin(find)
  const db = new PouchDB(dir, { auto_compaction: true })
  const now = async (number) => {
    try {
      return (await db.get(key(number)))._rev
    } catch {
      return undefined
    }
  }
  const doc = (number, _rev) => ({ _id: key(number), _rev, ...value(number) })
  return {
    // Another client may have been faster: once more, as an application does.
    async put(number) {
      for (;;) {
        try {
          return await db.put(doc(number, await now(number)))
        } catch (e) {
          if (e.status !== 409) throw e
        }
      }
    },
    async batch(from, count) {
      const keys = Array.from({ length: count }, (_, i) => key(from + i))
      const { rows } = await db.allDocs({ keys })
      await db.bulkDocs(rows.map((row, i) => doc(from + i, row.value?.rev)))
    },
    get: async (number) => (await db.get(key(number))).text.length,
    range: async (from) =>
      (await db.allDocs({ include_docs: true, startkey: key(from), limit: RANGE })).rows.length,
    async index() {
      await db.createIndex({ index: { fields: ['group'] } })
      await this.query(0)
    },
    query: async (group) => (await db.find({ selector: { group }, limit: RANGE })).docs.length,
  }
}

async function measured(operation, clients, millis) {
  const times = []
  const start = performance.now()
  const client = async () => {
    for (let begin = performance.now(); begin < start + millis; ) {
      await operation()
      const now = performance.now()
      times.push(now - begin)
      begin = now
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const seconds = (performance.now() - start) / 1e3
  times.sort((a, b) => a - b)
  const at = (part) => times[Math.floor(times.length * part)] * 1e3
  return `${times.length / seconds} ${at(0.5)} ${at(0.99)}`
}

const store = kind === 'hyperbee' ? await hyperbee() : await pouchdb()
const found = async (count) => {
  if (!((await count) > 0)) throw new Error('something that was put was not found')
}
const operations = {
  put: () => store.put(random(records)),
  batch: () => store.batch(random(Math.max(1, records - BATCH)), Math.min(BATCH, records)),
  get: () => found(store.get(random(records))),
  range: () => found(store.range(random(records))),
  query: () => found(store.query(random(groups))),
}

async function answer([word, clients, millis]) {
  if (word === 'fill') {
    for (let from = 0; from < records; from += BATCH) {
      await store.batch(from, Math.min(BATCH, records - from))
    }
    return '0 0 0'
  }
  if (word === 'index') {
    await store.index()
    return '0 0 0'
  }
  if (word === 'rss') {
    const kib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1])
    return `${kib >> 10} 0 0`
  }
  return measured(operations[word], Number(clients), Number(millis))
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(await answer(line.split(' ')))
}
process.exit()
