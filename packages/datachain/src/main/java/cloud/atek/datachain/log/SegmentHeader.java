package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// How a segment begins.
///
/// ```
/// offset size  segment header, big-endian
///      0    8  magic: 89 41 54 45 4b 4c 4f 47 (0x89 "ATEKLOG")
///      8    2  format, 1
///     10    2  flags: 1 compacted, else 0; a reader refuses what it does not know
///     12    8  sequence of the first numbered frame in this segment
///     20   32  id of the log, which is the public key of its chain
///     52    8  sequence of the last frame of a compacted segment, else zero
///     60    4  CRC-32C of bytes 0 to 59
///     64       the first frame
/// ```
///
/// @param id 32 bytes
/// @param first sequence from 1
/// @param last sequence of a compacted segment, 0 of any other
record SegmentHeader(Bytes id, long first, long last) {

    static final int BYTES = 64;
    static final int ID_BYTES = 32;

    private static final long MAGIC = 0x8941_5445_4b4c_4f47L;
    private static final short FORMAT = 1;
    private static final short COMPACTED = 1;
    private static final int LAST_OFFSET = 52;
    private static final int CRC_OFFSET = 60;

    SegmentHeader {
        if (id.size() != ID_BYTES || first < 1 || (last != 0 && last < first)) {
            throw new IllegalArgumentException(
                    "a log has an id of 32 bytes and counts from 1, not "
                            + id.size()
                            + " bytes, "
                            + first
                            + " to "
                            + last);
        }
    }

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(MAGIC).putShort(FORMAT).putShort(last == 0 ? 0 : COMPACTED).putLong(first);
        id.putInto(out);
        out.putLong(LAST_OFFSET, last).putInt(CRC_OFFSET, checksum(out));
        return out.clear();
    }

    /// Reads the header of `file`.
    ///
    /// @throws DamagedLogException when there is no good one of a format we know
    static SegmentHeader read(DiskFile file, String segment) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(BYTES);
        if (file.read(in, 0) < BYTES) {
            throw new DamagedLogException(segment, 0, "the segment header is cut off");
        }
        if (in.getLong(0) != MAGIC || in.getInt(CRC_OFFSET) != checksum(in)) {
            throw new DamagedLogException(segment, 0, "not a segment header");
        }
        if (!known(in)) {
            throw new DamagedLogException(
                    segment,
                    8,
                    "format "
                            + in.getShort(8)
                            + ", flags "
                            + in.getShort(10)
                            + ": this version reads format 1 with the flag 1 or none");
        }
        var id = new byte[ID_BYTES];
        in.get(20, id);
        return new SegmentHeader(Bytes.owning(id), in.getLong(12), in.getLong(LAST_OFFSET));
    }

    private static boolean known(ByteBuffer in) {
        long first = in.getLong(12);
        long last = in.getLong(LAST_OFFSET);
        boolean range = in.getShort(10) == COMPACTED ? last >= first : last == 0;
        return in.getShort(8) == FORMAT
                && (in.getShort(10) & ~COMPACTED) == 0
                && first >= 1
                && range;
    }

    private static int checksum(ByteBuffer header) {
        var crc = new CRC32C();
        crc.update(header.slice(0, CRC_OFFSET));
        return (int) crc.getValue();
    }
}
