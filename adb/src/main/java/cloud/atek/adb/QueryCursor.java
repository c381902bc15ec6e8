package cloud.atek.adb;

import cloud.atek.crypto.Hash;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A place between two records of an answer, which no write moves. Never shared between threads.
///
/// ```
/// offset size  in base64 of URLs
///      0    1  1
///      1    8  the beginning of the SHA-256 of the question
///      9    1  how many keys
///      +  2+n  each key, behind its length
///      +    n  path bytes
/// ```
///
/// @param keys the order keys of the record before the place
/// @param path of that record
@SuppressWarnings("ArrayRecordComponent")
record QueryCursor(List<byte[]> keys, byte[] path) {

    private static final byte VERSION = 1;
    private static final String UNKNOWN =
            "/after: it is not what a page gave as next: leave it out to begin anew";
    private static final int QUESTION_BYTES = 8;

    /// @param question what the place belongs to, in any form that is always the same
    String write(String question) {
        int bytes = keys.stream().mapToInt(key -> 2 + key.length).sum();
        ByteBuffer out = ByteBuffer.allocate(2 + QUESTION_BYTES + bytes + path.length);
        out.put(VERSION).put(digest(question)).put((byte) keys.size());
        keys.forEach(key -> out.putShort((short) key.length).put(key));
        out.put(path);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    /// @param keys how many it has to have
    /// @throws InvalidRecordException when it is not one of this question
    static QueryCursor read(String text, String question, int keys) {
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            var digest = new byte[QUESTION_BYTES];
            if (in.get() != VERSION) {
                throw unknown();
            }
            in.get(digest);
            if (!Arrays.equals(digest, digest(question)) || in.get() != keys) {
                throw new InvalidRecordException(
                        "/after: it belongs to another query: pass what the last page of this one"
                                + " gave as next");
            }
            var read = new ArrayList<byte[]>();
            for (int i = 0; i < keys; i++) {
                read.add(bytes(in, Short.toUnsignedInt(in.getShort())));
            }
            return new QueryCursor(read, bytes(in, in.remaining()));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new InvalidRecordException(UNKNOWN, e);
        }
    }

    static InvalidRecordException unknown() {
        return new InvalidRecordException(UNKNOWN);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] digest(String question) {
        byte[] hash = Hash.of(question.getBytes(StandardCharsets.UTF_8)).value().toArray();
        return Arrays.copyOf(hash, QUESTION_BYTES);
    }
}
