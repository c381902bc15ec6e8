package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.SigningKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Commits as bytes: the body of a frame of kind 1.
///
/// ```
/// offset size  commit, big-endian
///      0    2  format, 1
///      2    8  sequence
///     10    8  time, milliseconds since 1970-01-01 UTC
///     18   32  hash of the commit before it, zeros for the first
///     50   32  public key of the author
///     82    4  number of events, 1 to EVENTS_MAX
///     86       events, one after the other
///              --- the hash of the commit ends here ---
///      +    1  number of signatures, 1
///      +    1  kind of the signature: 1 Ed25519 by the key of the chain
///      +    2  length of the signature, 64
///      +   64  signature
/// ```
///
/// The hash is SHA-256 over a zero byte and everything before the signatures.
final class CommitCodec {

    private static final short FORMAT = 1;
    private static final int HEAD_BYTES = 86;
    private static final byte ED25519 = 1;
    private static final int SIGNATURES_BYTES = 4 + Signature.BYTES;

    private CommitCodec() {}

    /// Written size, signature included.
    static long size(Iterable<Event> events) {
        long size = HEAD_BYTES + SIGNATURES_BYTES;
        for (Event event : events) {
            size += EventCodec.size(event);
        }
        return size;
    }

    /// A commit as it will stand in the log.
    record Written(Bytes bytes, Hash hash) {}

    static Written write(Commit commit, SigningKey key) {
        ByteBuffer out = ByteBuffer.allocate((int) size(commit.events()));
        out.putShort(FORMAT).putLong(commit.sequence()).putLong(commit.time().toEpochMilli());
        commit.previous().value().putInto(out);
        commit.author().putInto(out);
        out.putInt(commit.events().size());
        commit.events().forEach(event -> EventCodec.write(event, out));
        Hash hash = Hash.ofLeaf(out.duplicate().flip());
        Signature signature = key.sign(SignedCommit.message(key.verifyKey(), hash));
        out.put((byte) 1).put(ED25519).putShort((short) Signature.BYTES);
        signature.value().putInto(out);
        return new Written(Bytes.owning(out.array()), hash);
    }

    /// Reads a commit. Its signature is not verified here.
    ///
    /// @throws MalformedCommitException when `bytes` is not one of a format we know
    static SignedCommit read(Bytes bytes) {
        ByteBuffer in = bytes.toBuffer();
        try {
            Commit commit = readCommit(in);
            Hash hash = Hash.ofLeaf(in.duplicate().flip());
            return new SignedCommit(commit, hash, readSignature(in));
        } catch (BufferUnderflowException e) {
            throw new MalformedCommitException("the commit is cut off", e);
        } catch (IllegalArgumentException e) {
            throw new MalformedCommitException("not a commit: " + e.getMessage(), e);
        }
    }

    private static Commit readCommit(ByteBuffer in) {
        int format = in.getShort();
        if (format != FORMAT) {
            throw new MalformedCommitException(
                    "a commit of format " + format + ", this version reads " + FORMAT);
        }
        long sequence = in.getLong();
        Instant time = Instant.ofEpochMilli(in.getLong());
        var previous = new Hash(take(in, Hash.BYTES));
        Bytes author = take(in, Commit.AUTHOR_BYTES);
        return new Commit(sequence, time, previous, author, readEvents(in));
    }

    private static List<Event> readEvents(ByteBuffer in) {
        int count = in.getInt();
        if (count < 1
                || count > Limits.EVENTS_MAX
                || count > in.remaining() / EventCodec.BYTES_MIN) {
            throw new MalformedCommitException("a commit of " + count + " events");
        }
        var events = new ArrayList<Event>(count);
        for (int i = 0; i < count; i++) {
            events.add(EventCodec.read(in));
        }
        return events;
    }

    private static Signature readSignature(ByteBuffer in) {
        int count = in.get();
        int kind = in.get();
        int length = in.getShort();
        if (count != 1 || kind != ED25519 || length != in.remaining()) {
            throw new MalformedCommitException(
                    count + " signatures, the first of kind " + kind + " and length " + length);
        }
        return new Signature(take(in, length));
    }

    private static Bytes take(ByteBuffer in, int size) {
        var bytes = new byte[size];
        in.get(bytes);
        return Bytes.owning(bytes);
    }
}
