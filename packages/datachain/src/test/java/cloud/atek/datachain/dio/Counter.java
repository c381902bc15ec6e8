package cloud.atek.datachain.dio;

import cloud.atek.crypto.Bytes;
import java.nio.ByteBuffer;

/// A value for tests.
record Counter(long count) {

    static final RowFormat<Counter> FORMAT =
            RowFormat.of(
                    "counter",
                    counter ->
                            Bytes.owning(ByteBuffer.allocate(8).putLong(counter.count()).array()),
                    body -> new Counter(body.toBuffer().getLong()));

    Counter next() {
        return new Counter(count + 1);
    }
}
