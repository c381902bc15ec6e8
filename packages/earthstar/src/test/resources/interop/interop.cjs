// Reads {format, workspace, documents, keypair, writes, url} from stdin: takes the documents into a storage,
// writes its own beside them, syncs with the pub at the url if there is one, and prints what became of each and
// what the storage holds then.
const { readFileSync } = require("node:fs");

const { format, workspace, documents, keypair, writes, url } = JSON.parse(readFileSync(0, "utf8"));
const old = format === "es.3";
const earthstar = require(old ? "earthstar3" : "earthstar");

async function main() {
  const storage = old
    ? new earthstar.StorageMemory([earthstar.ValidatorEs3], workspace)
    : new earthstar.StorageMemory([earthstar.ValidatorEs4], workspace);
  const taken = documents.map((document) => String(storage.ingestDocument(document, "atek")));

  const own = earthstar.generateAuthorKeypair("node");
  const set = [];
  for (const author of [own, keypair]) {
    for (const { path, content, deleteAfter } of writes) {
      const place = path.replace("AUTHOR", author.address);
      const write = old
        ? { format, path: place, value: content }
        : { format, path: place, content, deleteAfter };
      set.push(String(storage.set(author, write)));
    }
  }
  const synced = url ? await earthstar.syncLocalAndHttp(storage, url) : null;
  const all = storage.documents(old ? { includeHistory: true } : { history: "all" });
  const winners = storage.documents();
  return { taken, set, own, synced, all, winners };
}

// A storage sweeps by a timer, which would keep the process.
main().then((said) => process.stdout.write(JSON.stringify(said) + "\n", () => process.exit(0)));
