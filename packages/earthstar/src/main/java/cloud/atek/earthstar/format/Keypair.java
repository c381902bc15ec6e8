package cloud.atek.earthstar.format;

import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.earthstar.format.Refusal.BadSecret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An author with the secret that signs for him. It never prints the secret. Thread-safe.
public final class Keypair {

    private final Address.Author author;
    private final SigningKey key;

    private Keypair(Address.Author author, SigningKey key) {
        this.author = author;
        this.key = key;
    }

    /// A new author of a name of four letters.
    public static Checked<Keypair> random(Format format, String name) {
        while (true) {
            SigningKey key = SigningKey.random();
            Checked<Address.Author> address = Address.author(format, address(format, name, key));
            if (address instanceof Checked.Good<Address.Author>(Address.Author author)) {
                return new Checked.Good<>(new Keypair(author, key));
            }
            // Half of all keys are none of es.3: too short, or with a digit in front.
            if (format != Format.ES3 || !spoiledByKey(address)) {
                return address.then(_ -> new Checked.Bad<>(new BadSecret("was not made")));
            }
        }
    }

    private static boolean spoiledByKey(Checked<Address.Author> address) {
        return address.bad()
                .filter(refusal ->
                        refusal instanceof Refusal.BadAddress(_, _, var fault)
                                && (fault == Refusal.AddressFault.KEY
                                        || fault == Refusal.AddressFault.KEY_LENGTH))
                .isPresent();
    }

    /// An author who has a secret, as [#secret] gave it.
    public static Checked<Keypair> of(Format format, String address, String secret) {
        return Address.author(format, address)
                .then(author -> Secrets.read(format, secret).then(key -> pair(author, key)));
    }

    private static Checked<Keypair> pair(Address.Author author, SigningKey key) {
        return address(author.format(), author.name(), key).equals(author.text())
                ? new Checked.Good<>(new Keypair(author, key))
                : new Checked.Bad<>(new BadSecret("belongs to another address"));
    }

    public Address.Author author() {
        return author;
    }

    /// The secret as text, for who stores it.
    public String secret() {
        return Secrets.write(author.format(), key);
    }

    /// The 32 bytes that the key is made of; the caller wipes them.
    public byte[] seed() {
        try (Secret seed = key.seed()) {
            return seed.toArray();
        }
    }

    /// Signs what `draft` says, at `timestamp`, as a document of the author's own format.
    ///
    /// @param latest highest timestamp, in microseconds since 1970
    public Checked<Document> sign(
            String workspace, Draft draft, double timestamp, double now, double latest) {
        Document document = unsigned(author.format(), workspace, draft, timestamp, null);
        Optional<Refusal> refusal = Rules.refusal(document, now, latest);
        return refusal.isPresent()
                ? new Checked.Bad<>(refusal.get())
                : new Checked.Good<>(document.signed(sign(document.hash())));
    }

    /// As the other one, of es.5: the workspace signs too.
    public Checked<Document> sign(
            WorkspaceKeypair workspace, Draft draft, double timestamp, double now, double latest) {
        String address = workspace.workspace().text();
        var es5 = new Document.Es5("", null);
        Document document = unsigned(Format.ES5, address, draft, timestamp, es5);
        Optional<Refusal> refusal = Rules.refusal(document, now, latest);
        if (refusal.isPresent()) {
            return new Checked.Bad<>(refusal.get());
        }
        String hash = document.hash();
        return new Checked.Good<>(
                document.signed(sign(hash), new Document.Es5(workspace.sign(hash), null)));
    }

    private Document unsigned(
            Format format,
            String workspace,
            Draft draft,
            double timestamp,
            Document.@Nullable Es5 es5) {
        return new Document(
                format,
                workspace,
                draft.path(),
                author.text(),
                draft.content(),
                format == Format.ES3 ? "" : Hashes.content(draft.content()),
                timestamp,
                draft.deleteAfter(),
                "",
                es5);
    }

    /// The signature over the characters of `text`, as this format writes it.
    String sign(String text) {
        return Secrets.sign(author.format(), key, text);
    }

    @Override
    public String toString() {
        return "Keypair[" + author + "]";
    }

    private static String address(Format format, String name, SigningKey key) {
        return "@" + name + "." + Secrets.publicKey(format, key);
    }
}
