package cloud.atek.earthstar.format;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.StrictVerifyKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.earthstar.format.Refusal.BadSignature;
import cloud.atek.earthstar.format.Refusal.BadWorkspaceSignature;
import cloud.atek.earthstar.format.Refusal.WrongContentHash;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Tells whether documents were signed by their authors, and in es.5 by their workspaces. Remembers
/// the keys it met, which saves more than half of the work. Thread-safe.
///
/// As strict as libsodium: keys and first halves of signatures of small order or in a second
/// spelling are refused, and second halves that are not below the order of the group. Beyond it,
/// signatures must have exactly 64 bytes, for libsodium passes over more, and their text decides
/// ties; and both points must be of the prime-order group, so that no two implementations differ.
public final class Verifier {

    /// Most keys that are remembered: about 4 KB each.
    private static final int KEYS_MAX = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Optional<StrictVerifyKey>> keys =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<String, Optional<StrictVerifyKey>> eldest) {
                    return size() > KEYS_MAX;
                }
            };

    /// Why `document` was not signed as it must be, or nothing.
    public Optional<Refusal> refusal(Document document) {
        Format format = document.format();
        byte[] hash = document.hash().getBytes(StandardCharsets.US_ASCII);
        if (!signed(format, document.author(), hash, document.signature())) {
            return Optional.of(new BadSignature());
        }
        Document.Es5 es5 = document.es5();
        if (es5 != null && !signed(format, document.workspace(), hash, es5.workspaceSignature())) {
            return Optional.of(new BadWorkspaceSignature());
        }
        return wrongContent(document);
    }

    private static Optional<Refusal> wrongContent(Document document) {
        if (document.format() == Format.ES3) {
            return Optional.empty();
        }
        String wanted = Hashes.content(document.content());
        return wanted.equals(document.contentHash())
                ? Optional.empty()
                : Optional.of(new WrongContentHash(wanted, document.contentHash()));
    }

    /// @param address whose key it is, of an author or a workspace
    private boolean signed(Format format, String address, byte[] hash, String text) {
        Optional<byte[]> signature = format.decode(text);
        if (signature.isEmpty() || signature.get().length != Signature.BYTES) {
            return false;
        }
        byte[] signed = signature.get();
        Optional<StrictVerifyKey> key = key(format, address);
        return key.isPresent() && key.get().verifies(hash, new Signature(Bytes.owning(signed)));
    }

    private Optional<StrictVerifyKey> key(Format format, String address) {
        lock.lock();
        try {
            Optional<StrictVerifyKey> known = keys.get(address);
            if (known != null) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        Optional<StrictVerifyKey> key =
                format.decode(address.substring(address.indexOf('.') + 1)).flatMap(Verifier::point);
        lock.lock();
        try {
            keys.put(address, key);
        } finally {
            lock.unlock();
        }
        return key;
    }

    private static Optional<StrictVerifyKey> point(byte[] bytes) {
        try {
            return Optional.of(new StrictVerifyKey(new VerifyKey(Bytes.owning(bytes))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
