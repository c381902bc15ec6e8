package cloud.atek.earthstar.sync;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What two homes say to each other in a [LiveSync].
///
/// ```
/// offset size  big-endian
///      0    1  kind: 1 hello, 2 round, 3 done, 4 again, 5 news, 6 here
///
/// hello: 1     version, 1
///        1     1 when documents may be sent to who says it, else 0
///        1     1 when he sends documents, else 0
///        2     number of prefixes of paths; each of them: 2 length, UTF-8
/// round: …     a batch of a sync session
/// news:  4     number of documents; each of them: 4 length, JSON as UTF-8
/// ```
sealed interface Said {

    /// The first message of both sides; who answers repeats the interest.
    record Hello(Terms terms) implements Said {}

    /// A message of the session that compares what is there.
    @SuppressWarnings("ArrayRecordComponent")
    record Round(byte[] batch) implements Said {}

    /// By who called: the session is over.
    record Done() implements Said {}

    /// By who answers: some were missed, so compare again.
    record Again() implements Said {}

    /// Documents as they come, as JSON.
    record News(List<String> documents) implements Said {}

    /// Nothing is new, and the other side shall know that somebody is here.
    record Here() implements Said {}

    byte VERSION = 1;

    default byte[] write() {
        var out = new Out();
        switch (this) {
            case Hello(Terms(Interest interest, boolean gives, boolean takes)) -> {
                out.u8(1);
                out.u8(VERSION);
                out.u8(takes ? 1 : 0);
                out.u8(gives ? 1 : 0);
                out.u16(interest.pathPrefixes().size());
                interest.pathPrefixes().forEach(prefix -> out.text(prefix, out::u16));
            }
            case Round(byte[] batch) -> {
                out.u8(2);
                out.writeBytes(batch);
            }
            case Done() -> out.u8(3);
            case Again() -> out.u8(4);
            case News(List<String> documents) -> {
                out.u8(5);
                out.u32(documents.size());
                documents.forEach(json -> out.text(json, out::u32));
            }
            case Here() -> out.u8(6);
        }
        return out.toByteArray();
    }

    /// @throws MalformedBatchException when `message` is something else
    static Said read(byte[] message) {
        try {
            ByteBuffer in = ByteBuffer.wrap(message);
            Said said =
                    switch (in.get()) {
                        case 1 -> hello(in);
                        case 2 -> new Round(bytes(in, in.remaining()));
                        case 3 -> new Done();
                        case 4 -> new Again();
                        case 5 -> new News(texts(in));
                        case 6 -> new Here();
                        default -> throw new MalformedBatchException("an unknown message");
                    };
            if (in.hasRemaining()) {
                throw new MalformedBatchException("a message with something behind it");
            }
            return said;
        } catch (BufferUnderflowException e) {
            throw new MalformedBatchException("a message that is not whole", e);
        }
    }

    private static Hello hello(ByteBuffer in) {
        byte version = in.get();
        if (version != VERSION) {
            throw new MalformedBatchException("a hello of version " + version);
        }
        boolean takes = in.get() == 1;
        boolean gives = in.get() == 1;
        int count = Short.toUnsignedInt(in.getShort());
        if (count > Interest.PREFIXES_MAX) {
            throw new MalformedBatchException("a hello with too many prefixes");
        }
        var prefixes = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            prefixes.add(text(in, Short.toUnsignedInt(in.getShort())));
        }
        try {
            return new Hello(new Terms(new Interest(prefixes), gives, takes));
        } catch (IllegalArgumentException e) {
            throw new MalformedBatchException("a hello with a bad prefix", e);
        }
    }

    private static List<String> texts(ByteBuffer in) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / Integer.BYTES) {
            throw new MalformedBatchException("a message that is not whole");
        }
        var texts = new ArrayList<String>(Batch.atMost(Batch.DOCUMENTS_MAX, count));
        for (int i = 0; i < count; i++) {
            texts.add(text(in, in.getInt()));
        }
        return texts;
    }

    private static String text(ByteBuffer in, int length) {
        return new String(bytes(in, length), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new MalformedBatchException("a message that is not whole");
        }
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
