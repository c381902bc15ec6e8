package cloud.atek.bench.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.readers.GroupId;
import cloud.atek.datachain.readers.Newcomer;
import cloud.atek.datachain.readers.ReadKeys;
import cloud.atek.datachain.readers.Readers;
import cloud.atek.datachain.readers.Reading;
import cloud.atek.datachain.readers.Regrouped;
import cloud.atek.datachain.readers.Sealing;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A row of 200 bytes, and the keys of one who reads it.
@State(Scope.Benchmark)
public class SealedRow {

    private static final RowKey GROUP = new RowKey(7, 7);

    private final Sealing sealing;
    private final Event.Put open;
    private final Event.Put sealed;

    public SealedRow() {
        VerifyKey id = SigningKey.random().verifyKey();
        RecipientKey reader = RecipientKey.random();
        var group = new GroupId(id, GROUP);
        var made = Readers.create(group, List.of(new Newcomer(reader.recipient(), "reader")));
        if (!(made instanceof Regrouped.Done(Readers readers))) {
            throw new IllegalStateException("no group: " + made);
        }
        sealing = new Sealing(id, put -> header(id, put));
        ReadKeys keys = good(readers.open(reader));
        sealing.hold(keys);
        Bytes body = Bytes.owning(new byte[GrownChain.BODY_BYTES]);
        open = new Event.Put(new RowKey(1, 1), null, "bench", body);
        sealed = good(sealing.seal(GROUP, open));
    }

    @TearDown
    public void close() {
        sealing.close();
    }

    Event.Put seal() {
        return good(sealing.seal(GROUP, open));
    }

    Event.Put open() {
        return good(sealing.open(sealed));
    }

    private static byte[] header(VerifyKey id, Event.Put put) {
        Bytes header = put.header();
        ByteBuffer out = ByteBuffer.allocate(VerifyKey.BYTES + header.size());
        id.value().putInto(out);
        header.putInto(out);
        return out.array();
    }

    private static <T> T good(Reading<T> reading) {
        if (reading instanceof Reading.Good<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("not readable: " + reading);
    }
}
