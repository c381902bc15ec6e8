package cloud.atek.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.internal.Argon2id;
import cloud.atek.testkit.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

    /// Cheap, so that many can be opened here.
    private static final Argon2id CHEAP = new Argon2id(8, 1, 1);

    private static final Secret PASSPHRASE = text("correct horse battery staple");

    @TempDir private Path folder;

    @Test
    void allKindsOfKeysComeBackFromTheFile() throws Exception {
        var signing = SigningKey.random();
        var hybrid = HybridSigningKey.random();
        var read = ReadKey.random();
        var person = RecipientKey.random();
        Path file = folder.resolve("keys");
        try (var ring = new KeyRing()) {
            ring.put("chain", new RingKey.Signing(signing));
            ring.put("chain.pq", new RingKey.Hybrid(hybrid));
            ring.put("readers-1", new RingKey.Read(read));
            ring.put("me", new RingKey.Person(person));
            ring.save(file, PASSPHRASE);
        }

        try (KeyRing ring = value(KeyRing.open(file, PASSPHRASE))) {
            assertThat(ring.names()).containsExactly("chain", "chain.pq", "me", "readers-1");
            assertThat(((RingKey.Signing) ring.find("chain").orElseThrow()).key().verifyKey())
                    .isEqualTo(signing.verifyKey());
            assertThat(((RingKey.Hybrid) ring.find("chain.pq").orElseThrow()).key().verifyKey())
                    .isEqualTo(hybrid.verifyKey());
            assertThat(ring.find("readers-1")).contains(new RingKey.Read(read));
            assertThat(((RingKey.Person) ring.find("me").orElseThrow()).key().recipient())
                    .isEqualTo(person.recipient());
            assertThat(ring.find("nobody")).isEmpty();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(found -> found.equals(file));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void leftoverOfACrashIsReplacedAndNeverWrittenInto() throws Exception {
        Path file = folder.resolve("keys");
        Path leftover = Files.writeString(folder.resolve("keys.new"), "half a ring");
        Files.setPosixFilePermissions(leftover, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.writeString(file, "an older file");

        RingDisk.replace(file, ring());

        assertThat(Files.readAllBytes(file)).startsWith(0x89, 'A', 'T', 'E', 'K');
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(leftover).doesNotExist();
        assertThatThrownBy(() -> KeyRing.open(folder.resolve("none"), PASSPHRASE))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void wrongPassphraseIsToldApartFromDamage() {
        assertThat(RingFile.open(ring(), text("incorrect horse")))
                .isEqualTo(Opened.refused(Opened.Reason.WRONG_KEY, "the passphrase is wrong"));
        for (int at = 0; at < ring().length; at++) {
            byte[] hit = ring();
            hit[at] ^= 1;
            assertThat(reason(RingFile.open(hit, PASSPHRASE)))
                    .as("byte " + at)
                    .isIn(
                            at == 8 ? Opened.Reason.UNSUPPORTED_VERSION : Opened.Reason.DAMAGED,
                            Opened.Reason.TRUNCATED)
                    .isNotEqualTo(Opened.Reason.WRONG_KEY);
        }
    }

    @Test
    void everyCutIsTruncated() {
        byte[] ring = ring();
        for (int size = 0; size < ring.length; size++) {
            assertThat(reason(RingFile.open(Arrays.copyOf(ring, size), PASSPHRASE)))
                    .isEqualTo(Opened.Reason.TRUNCATED);
        }
        assertThat(reason(RingFile.open(Arrays.copyOf(ring, ring.length + 1), PASSPHRASE)))
                .isEqualTo(Opened.Reason.DAMAGED);
    }

    /// Who can write the file mends the checksum too: the seal still holds.
    @Test
    void forgerWhoMendsTheChecksumOpensNothing() {
        byte[] ring = ring();
        for (int at = 15; at < ring.length - 4; at++) {
            byte[] hit = ring.clone();
            hit[at] ^= 1;
            assertThat(RingFile.open(mended(hit), PASSPHRASE)).isInstanceOf(Opened.Refused.class);
        }
    }

    @Test
    void randomBytesNeverOpenAndNeverThrow() {
        Seeds.forAll((random, size) -> {
            var noise = new byte[random.nextInt(8 * size)];
            random.nextBytes(noise);
            int keep = random.nextInt(60);
            System.arraycopy(made, 0, noise, 0, smallest(keep, made, noise));
            // A random cost could be a dear one: it has its own test.
            System.arraycopy(made, 0, noise, 0, smallest(15, made, noise));

            byte[] file = noise.length < 4 ? noise : mended(noise);
            assertThat(RingFile.open(file, PASSPHRASE)).isInstanceOf(Opened.Refused.class);
        });
    }

    @Test
    void plantedCostIsRefusedBeforeItIsPaid() {
        byte[] memory = ring();
        ByteBuffer.wrap(memory).putInt(9, Integer.MAX_VALUE);
        byte[] passes = ring();
        passes[13] = 100;
        byte[] lanes = ring();
        lanes[14] = 0;

        assertThat(RingFile.open(mended(memory), PASSPHRASE))
                .isEqualTo(
                        Opened.refused(
                                Opened.Reason.DAMAGED,
                                "the key ring asks for an Argon2id memory out of range"));
        assertThat(reason(RingFile.open(mended(passes), PASSPHRASE)))
                .isEqualTo(Opened.Reason.DAMAGED);
        assertThat(reason(RingFile.open(mended(lanes), PASSPHRASE)))
                .isEqualTo(Opened.Reason.DAMAGED);
    }

    @Test
    void hugeFileIsNotReadToItsEnd() throws Exception {
        Path file = folder.resolve("keys");
        try (var out =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            out.position(8L << 30);
            out.write(ByteBuffer.allocate(1));
        }

        assertThat(KeyRing.open(file, PASSPHRASE))
                .isEqualTo(
                        Opened.refused(
                                Opened.Reason.DAMAGED, "the key ring is longer than 262144 bytes"));
    }

    @Test
    void contentDecoderTakesOnlyItsOneEncoding() {
        byte[] good = RingKeys.encode(keys());
        assertThat(RingKeys.decode(good)).isEqualTo(keys());
        Seeds.forAll((random, size) -> {
            byte[] hit = Arrays.copyOf(good, good.length + (random.nextInt(4) == 0 ? size - 3 : 0));
            for (int i = random.nextInt(3); i >= 0; i--) {
                hit[random.nextInt(Math.min(20, hit.length))] = (byte) random.nextInt();
            }
            var keys = RingKeys.decode(hit);
            if (keys != null) {
                assertThat(RingKeys.encode(keys)).isEqualTo(hit);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", ".hidden", "with space", "a/b", "é"})
    void otherNamesAreRefused(String name) {
        try (var ring = new KeyRing()) {
            assertThatThrownBy(() -> ring.put(name, new RingKey.Read(ReadKey.random())))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ring.put("a".repeat(65), new RingKey.Read(ReadKey.random())))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void fullRingFitsItsFileAndTakesNoMore() {
        try (var ring = new KeyRing()) {
            var key = new RingKey.Signing(SigningKey.random());
            var keys = new TreeMap<String, StoredKey>();
            var big = HybridSigningKey.random();
            for (int i = 0; i < KeyRing.KEYS_MAX; i++) {
                ring.put("key-" + i, key);
                keys.put("x".repeat(58) + (100_000 + i), StoredKey.of(new RingKey.Hybrid(big)));
            }

            assertThatThrownBy(() -> ring.put("more", key))
                    .hasMessage("a key ring has at most 1024 keys");
            byte[] file = RingFile.seal(keys, PASSPHRASE, CHEAP);
            assertThat(value(RingFile.open(file, PASSPHRASE)).names()).hasSize(1024);
        }
    }

    @Test
    void closedAndRemovedKeysAreWipedAndCopiesLiveOn() {
        var ring = new KeyRing();
        var read = ReadKey.random();
        ring.put("readers", new RingKey.Read(read));
        RingKey copy = ring.find("readers").orElseThrow();
        assertThat(ring.remove("readers")).isTrue();
        assertThat(ring.remove("readers")).isFalse();
        assertThat(copy).isEqualTo(new RingKey.Read(read));

        Secret kept = Secret.random(32);
        var keys = new TreeMap<String, StoredKey>();
        keys.put("a", new StoredKey((byte) 3, kept));
        new KeyRing(keys).close();
        assertThatThrownBy(kept::toArray).isInstanceOf(IllegalStateException.class);

        copy.wipe();
        assertThat(read.wrap(read)).hasSize(ReadKey.WRAPPED_BYTES);
    }

    @Test
    void sameRingIsNeverTheSameFile() {
        assertThat(RingFile.seal(keys(), PASSPHRASE, CHEAP))
                .isNotEqualTo(RingFile.seal(keys(), PASSPHRASE, CHEAP));
    }

    private final byte[] made = RingFile.seal(keys(), PASSPHRASE, CHEAP);

    private byte[] ring() {
        return made.clone();
    }

    private static SortedMap<String, StoredKey> keys() {
        var keys = new TreeMap<String, StoredKey>();
        keys.put("a", new StoredKey((byte) 3, Secret.owning(new byte[32])));
        keys.put("b", new StoredKey((byte) 2, Secret.owning(new byte[64])));
        return keys;
    }

    private static int smallest(int size, byte[] one, byte[] other) {
        return Math.min(size, Math.min(one.length, other.length));
    }

    private static byte[] mended(byte[] file) {
        int end = file.length - 4;
        ByteBuffer.wrap(file).putInt(end, Checksum.of(file, end));
        return file;
    }

    private static Secret text(String text) {
        return Secret.owning(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyRing value(Opened<KeyRing> opened) {
        return ((Opened.Good<KeyRing>) opened).value();
    }

    private static Opened.Reason reason(Opened<?> opened) {
        return ((Opened.Refused<?>) opened).reason();
    }
}
