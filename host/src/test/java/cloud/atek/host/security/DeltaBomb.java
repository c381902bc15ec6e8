package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloud.atek.host.install.GitFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.lib.ObjectId;

/// A pack of two objects: one of 64 KiB, and one that is said to be that one a thousand times over,
/// a byte for each time (<https://git-scm.com/docs/gitformat-pack>).
final class DeltaBomb {

    private static final int BASE_BYTES = 1 << 16;
    private static final int TIMES = 1_000;
    private static final int BLOB = 3;
    private static final int OFFSET_DELTA = 6;

    /// Copies 64 KiB from the beginning of the other object.
    private static final byte COPY = (byte) 0x80;

    private DeltaBomb() {}

    /// Puts it into a repository.
    ///
    /// @return base and bomb
    static ObjectId[] into(GitFixture git) throws IOException {
        byte[] base = new byte[BASE_BYTES];
        new Random(34).nextBytes(base);
        var out = new ByteArrayOutputStream();
        out.write("PACK\0\0\0\2\0\0\0\2".getBytes(US_ASCII));
        int at = out.size();
        entry(out, BLOB, base, new byte[0]);
        entry(out, OFFSET_DELTA, delta(), offset(out.size() - at));
        byte[] pack = out.toByteArray();
        out.write(sha1().digest(pack));
        git.pack(out.toByteArray());
        return new ObjectId[] {id(base, 1), id(base, TIMES)};
    }

    private static byte[] delta() throws IOException {
        var delta = new ByteArrayOutputStream();
        varint(delta, BASE_BYTES);
        varint(delta, BASE_BYTES * TIMES);
        for (int i = 0; i < TIMES; i++) {
            delta.write(COPY);
        }
        return delta.toByteArray();
    }

    private static void entry(ByteArrayOutputStream out, int type, byte[] content, byte[] more)
            throws IOException {
        int size = content.length;
        int first = type << 4 | (size & 15);
        size >>>= 4;
        out.write(size == 0 ? first : first | 0x80);
        if (size > 0) {
            varint(out, size);
        }
        out.write(more);
        var body = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(body)) {
            deflater.write(content);
        }
        out.write(body.toByteArray());
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        for (; left > 127; left >>>= 7) {
            out.write((int) ((left & 127) | 128));
        }
        out.write((int) left);
    }

    /// How many bytes back the base is, its highest digits first.
    private static byte[] offset(int back) {
        var digits = new ByteArrayOutputStream();
        offset(digits, back, 0);
        return digits.toByteArray();
    }

    private static void offset(ByteArrayOutputStream out, int value, int more) {
        if (value > 127) {
            offset(out, (value >>> 7) - 1, 128);
        }
        out.write((value & 127) | more);
    }

    private static ObjectId id(byte[] base, int times) {
        MessageDigest digest = sha1();
        digest.update(("blob " + (long) base.length * times + "\0").getBytes(US_ASCII));
        for (int i = 0; i < times; i++) {
            digest.update(base);
        }
        return ObjectId.fromRaw(digest.digest());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
