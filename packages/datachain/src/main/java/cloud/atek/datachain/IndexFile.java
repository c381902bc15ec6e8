package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The state of a chain at one of its commits, in a file beside the segments, so that opening reads
/// only what came later. Disposable: without it the log is read from its start. One thread.
///
/// ```
/// offset size  index, big-endian
///      0    8  magic 89 41 54 45 4b 49 44 58 (0x89 "ATEKIDX")
///      8    2  format, 1
///     10    2  flags, 0
///     12   32  id of the chain
///     44    8  sequence of the last commit that is in it
///     52   32  hash of that commit, zeros for an empty chain
///     84       entries
///      +   32  SHA-256 of everything before
///      +   64  Ed25519 signature by the chain
///
/// offset size  entry
///      0    1  kind
///      1       0 end     number of rows (8); nothing follows
///              1 part    length of the name (1), name, length (4), bytes
///              2 rules   length (2), rules, see AuthorityBytes
///              3 top     the rows that follow have no place
///              4 removed the rows that follow were removed
///              5 place   the rows that follow are there: parent (16), collection (8)
///              6 row     key (16), sequence of its newest commit (8), number of its rules (4)
/// ```
///
/// Rules are numbered from 1 as they come; 0 are those that inherit. The rows of a place stand in
/// the order in which they came there. The signature is over the context
/// `atek.cloud/datachain/index/1\n`, the id of the chain and the SHA-256; nothing is believed
/// before it is verified.
///
/// @param folder of the chain
/// @param id of the chain
record IndexFile(Disk disk, Path folder, VerifyKey id) {

    static final String NAME = "index";
    static final int FORMAT = 1;
    static final long MAGIC = 0x89_41_54_45_4b_49_44_58L;
    static final int HEADER_BYTES = 84;
    static final int TRAILER_BYTES = Hash.BYTES + Signature.BYTES;

    static final int END = 0;
    static final int PART = 1;
    static final int RULES = 2;
    static final int TOP = 3;
    static final int REMOVED = 4;
    static final int PLACE = 5;
    static final int ROW = 6;

    /// What is written and read in one step.
    static final int BUFFER_BYTES = 128 << 10;

    /// What a crash leaves of this is swept with the segments in the making.
    private static final String NEW_NAME = "index.new";

    private static final byte[] CONTEXT =
            "atek.cloud/datachain/index/1\n".getBytes(StandardCharsets.US_ASCII);

    /// What became of reading an index.
    sealed interface Found {

        /// It is whole and signed by the chain.
        record Usable(IndexContent content) implements Found {}

        /// None was ever written.
        record Missing() implements Found {}

        /// There is one, and nothing in it can be used.
        ///
        /// @param reason a clause for people
        record Unusable(String reason) implements Found {}
    }

    /// Replaces the index, and returns when the new one is on disk. The memory of a buffer is
    /// enough, however many rows there are.
    ///
    /// @param key of the chain
    /// @throws IOException when the disk failed; the index is then the old one or the new one
    void write(IndexSource source, SigningKey key) throws IOException {
        Path making = folder.resolve(NEW_NAME);
        try {
            disk.delete(making);
        } catch (NoSuchFileException e) {
            // The usual case: only a write that failed leaves one.
        }
        try (DiskFile file = disk.create(making)) {
            new IndexWriter(file, source).write(id, hash -> key.sign(message(hash)));
            file.sync();
        }
        disk.rename(making, folder.resolve(NAME));
        disk.syncFolder(folder);
    }

    /// Reads the index.
    ///
    /// @throws IOException when the disk failed, and for nothing that the file holds
    Found read() throws IOException {
        try (DiskFile file = disk.open(folder.resolve(NAME))) {
            String wrong = fault(file);
            return wrong.isEmpty()
                    ? new Found.Usable(new IndexReader(file).read())
                    : new Found.Unusable(wrong);
        } catch (NoSuchFileException e) {
            return new Found.Missing();
        } catch (IndexReader.MalformedIndexException e) {
            return new Found.Unusable(e.reason);
        }
    }

    /// Removes the index, if there is one, and returns when that is on disk.
    void delete() throws IOException {
        try {
            disk.delete(folder.resolve(NAME));
            disk.syncFolder(folder);
        } catch (NoSuchFileException e) {
            // Nothing to remove.
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Why the file cannot be used; empty when the chain has signed all of it.
    private String fault(DiskFile file) throws IOException {
        long size = file.size();
        if (size < HEADER_BYTES + TRAILER_BYTES) {
            return "it was cut, " + size + " bytes are left";
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        file.read(header, 0);
        String wrong = headerFault(header.flip());
        return wrong.isEmpty() ? sealFault(file, size - TRAILER_BYTES) : wrong;
    }

    private String headerFault(ByteBuffer in) {
        if (in.getLong() != MAGIC) {
            return "it is not an index";
        }
        int format = in.getShort() & 0xffff;
        int flags = in.getShort();
        if (format != FORMAT || flags != 0) {
            return "it has format %d with flags %x, want format %d"
                    .formatted(format, flags, FORMAT);
        }
        var chain = new byte[VerifyKey.BYTES];
        in.get(chain);
        return Bytes.owning(chain).equals(id.value()) ? "" : "it is that of another chain";
    }

    private String sealFault(DiskFile file, long end) throws IOException {
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES);
        file.read(trailer, end);
        trailer.flip();
        var said = new byte[Hash.BYTES];
        var signature = new byte[Signature.BYTES];
        if (trailer.remaining() < TRAILER_BYTES) {
            return "it ends early";
        }
        trailer.get(said).get(signature);
        if (!MessageDigest.isEqual(said, hash(file, end))) {
            return "it was cut or changed: its hash is another";
        }
        return id.verifies(message(said), new Signature(Bytes.owning(signature)))
                ? ""
                : "its signature is not the chain's";
    }

    private static byte[] hash(DiskFile file, long end) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long at = 0;
        int count = 1;
        while (at < end && count > 0) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
            count = file.read(buffer, at);
            digest.update(buffer.flip());
            at += count;
        }
        return digest.digest();
    }

    private byte[] message(byte[] hash) {
        ByteBuffer out = ByteBuffer.allocate(CONTEXT.length + VerifyKey.BYTES + Hash.BYTES);
        out.put(CONTEXT);
        id.value().putInto(out);
        out.put(hash);
        return out.array();
    }
}
