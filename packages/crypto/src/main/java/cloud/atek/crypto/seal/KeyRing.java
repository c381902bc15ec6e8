package cloud.atek.crypto.seal;

import cloud.atek.crypto.Secret;
import cloud.atek.crypto.internal.Argon2id;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The private keys of one owner under names, kept in one file that a passphrase opens.
///
/// It lives apart from every log: a log that is lost or damaged costs no identity. The layout of
/// the file is in [RingFile]. Changes are in memory until [#save].
///
/// One thread owns it, and one program the file: who saves last wins.
public final class KeyRing implements AutoCloseable {

    /// Keys in one ring.
    public static final int KEYS_MAX = 1024;

    /// The shape of a name: 1 to 64 lower-case letters, digits, dots, dashes and underscores.
    public static final int NAME_BYTES_MAX = 64;

    /// A passphrase in bytes of UTF-8; the shortest is for the caller to set.
    public static final int PASSPHRASE_BYTES_MAX = 1024;

    /// 64 MiB, three passes and one lane, the second choice of RFC 9106: about half a second.
    static final Argon2id COST = new Argon2id(64 * 1024, 3, 1);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final SortedMap<String, StoredKey> keys;

    public KeyRing() {
        this(new TreeMap<>());
    }

    KeyRing(SortedMap<String, StoredKey> keys) {
        this.keys = keys;
    }

    /// Reads and opens the ring in `file`. A wrong passphrase is [Opened.Reason#WRONG_KEY]; a file
    /// that changed on disk is found before the passphrase is tried, so the two are never mixed up.
    /// Takes half a second and 64 MiB.
    ///
    /// @param passphrase UTF-8, at most [#PASSPHRASE_BYTES_MAX] bytes; stays the caller's
    /// @throws java.nio.file.NoSuchFileException when there is no such file
    /// @throws IOException when the disk failed
    public static Opened<KeyRing> open(Path file, Secret passphrase) throws IOException {
        requirePassphrase(passphrase);
        return RingFile.open(RingDisk.read(file), passphrase);
    }

    /// Writes the ring, for its owner alone (mode 0600), under a fresh salt. The old file is
    /// replaced in one step and only when the new one is on disk. Takes half a second and 64 MiB.
    ///
    /// @param passphrase UTF-8, 1 to [#PASSPHRASE_BYTES_MAX] bytes; stays the caller's
    /// @throws IOException when the disk failed: the old file is then still there
    public void save(Path file, Secret passphrase) throws IOException {
        requirePassphrase(passphrase);
        RingDisk.replace(file, RingFile.seal(keys, passphrase, COST));
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(keys.keySet());
    }

    /// A copy of the key with this name: the caller may wipe it, and it outlives the ring.
    public Optional<RingKey> find(String name) {
        return Optional.ofNullable(keys.get(name)).map(StoredKey::key);
    }

    /// Keeps a copy of `key`. A key that had this name is wiped and gone.
    ///
    /// @throws IllegalArgumentException when the name has another shape, or the ring is full
    public void put(String name, RingKey key) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "not the name of a key: 1 to 64 of a-z 0-9 . _ - are wanted");
        }
        if (keys.size() >= KEYS_MAX && !keys.containsKey(name)) {
            throw new IllegalArgumentException("a key ring has at most " + KEYS_MAX + " keys");
        }
        StoredKey old = keys.put(name, StoredKey.of(key));
        if (old != null) {
            old.secret().wipe();
        }
    }

    /// Wipes the key with this name; tells whether there was one.
    public boolean remove(String name) {
        StoredKey old = keys.remove(name);
        if (old == null) {
            return false;
        }
        old.secret().wipe();
        return true;
    }

    /// Wipes all keys of the ring.
    @Override
    public void close() {
        keys.values().forEach(key -> key.secret().wipe());
        keys.clear();
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static void requirePassphrase(Secret passphrase) {
        if (passphrase.size() < 1 || passphrase.size() > PASSPHRASE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a passphrase has 1 to " + PASSPHRASE_BYTES_MAX + " bytes");
        }
    }
}
