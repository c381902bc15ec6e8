// Reads {share, secret, documents, keypair, writes} from stdin: takes the documents of es.5 into a replica, writes
// its own beside them, and prints what became of each and what the replica holds then.
const { readFileSync } = require("node:fs");
const { AttachmentDriverMemory, Crypto, DocDriverMemory, FormatEs5, Replica } = require("earthstar10");

const { share, secret, documents, keypair, writes } = JSON.parse(readFileSync(0, "utf8"));

async function main() {
  const driver = { docDriver: new DocDriverMemory(share), attachmentDriver: new AttachmentDriverMemory() };
  const replica = new Replica({ driver, shareSecret: secret });
  const taken = [];
  for (const document of documents) {
    taken.push((await replica.ingest(FormatEs5, document, "atek")).kind);
  }
  const own = await Crypto.generateAuthorKeypair("node");
  const set = [];
  for (const author of [own, keypair]) {
    for (const { path, text, deleteAfter } of writes) {
      const write = { path: path.replace("AUTHOR", author.address), text, ...(deleteAfter ? { deleteAfter } : {}) };
      set.push((await replica.set(author, write)).kind);
    }
  }
  // How documents came here is nobody else's business.
  const all = (await replica.getAllDocs()).map(({ _localIndex, ...document }) => document);
  const made = await Crypto.generateShareKeypair("gardening");
  return { taken, set, own, all, made };
}

main().then((said) => process.stdout.write(JSON.stringify(said) + "\n", () => process.exit(0)));
