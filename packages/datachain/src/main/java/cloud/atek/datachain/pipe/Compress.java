package cloud.atek.datachain.pipe;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Encoding.Compression;
import cloud.atek.datachain.Event;
import java.util.zip.DataFormatException;

/// Stores bodies as DEFLATE where that is smaller. It goes before [Seal]: what is sealed does not
/// compress. The length of a body that is both tells something of its content, see
/// [Preset#BEST_SECURITY].
///
/// @param level 1 is fast, [#SMALLEST] small
public record Compress(int level) implements Transformer {

    /// Above this nothing gets smaller that is worth the time: measured, see
    /// docs/adr/0005-compression.md.
    public static final int SMALLEST = 6;

    /// A twentieth larger than [#SMALLEST], twice as fast on large bodies.
    public static final int BALANCED = 3;

    public Compress {
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("a level of " + level + ", want 1 to 9");
        }
    }

    /// Leaves rows alone that the chain itself reads.
    @Override
    public Transformed underlay(Event.Put put) {
        if (!put.encoding().equals(Encoding.PLAIN) || Reserved.type(put.type())) {
            return new Transformed.Good(put);
        }
        Bytes smaller = Deflate.pack(put.body(), level);
        return new Transformed.Good(
                smaller == null ? put : with(put, smaller, Compression.DEFLATE));
    }

    @Override
    public Transformed overlay(Event.Put put) {
        if (put.encoding().compression() == Compression.NONE) {
            return new Transformed.Good(put);
        }
        return put.encoding().sealed()
                ? new Transformed.Locked("the row " + put.key() + " is sealed")
                : inflated(put);
    }

    private static Transformed inflated(Event.Put put) {
        try {
            return new Transformed.Good(with(put, Deflate.unpack(put.body()), Compression.NONE));
        } catch (DataFormatException e) {
            return new Transformed.Damaged(
                    "the body of the row " + put.key() + " is no DEFLATE: " + e.getMessage());
        }
    }

    private static Event.Put with(Event.Put put, Bytes body, Compression compression) {
        return new Event.Put(
                put.key(),
                put.place(),
                put.type(),
                body,
                new Encoding(compression, null),
                put.authority());
    }
}
