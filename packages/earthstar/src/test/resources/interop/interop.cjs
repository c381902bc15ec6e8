// Reads {format, workspace, documents} from stdin: takes the documents into a storage, writes its own
// beside them, and prints what became of each and what the storage holds then.
const { readFileSync } = require("node:fs");

const { format, workspace, documents, keypair, writes } = JSON.parse(readFileSync(0, "utf8"));
const old = format === "es.3";
const earthstar = require(old ? "earthstar3" : "earthstar");
earthstar.setLogLevel?.(0);

const storage = old
  ? new earthstar.StorageMemory([earthstar.ValidatorEs3], workspace)
  : new earthstar.StorageMemory([earthstar.ValidatorEs4], workspace);
const taken = documents.map((document) => String(storage.ingestDocument(document, "atek")));

const own = earthstar.generateAuthorKeypair("node");
const set = [];
for (const author of [own, keypair]) {
  for (const { path, content, deleteAfter } of writes) {
    const place = path.replace("AUTHOR", author.address);
    const write = old ? { format, path: place, value: content } : { format, path: place, content, deleteAfter };
    set.push(String(storage.set(author, write)));
  }
}
const all = storage.documents(old ? { includeHistory: true } : { history: "all" });
const winners = storage.documents();
// A storage sweeps by a timer, which would keep the process.
process.stdout.write(JSON.stringify({ taken, set, own, all, winners }) + "\n", () => process.exit(0));
