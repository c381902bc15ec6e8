package cloud.atek.datachain.pipe;

import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Standing;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chain of rows in memory, with rules of their own only; counts what is read.
final class Stand implements Standing {

    private record Row(Event.Put put, long sequence) {}

    private final Map<RowKey, Row> rows = new HashMap<>();
    private long last;

    int reads;

    void put(Event.Put put) {
        last++;
        rows.put(put.key(), new Row(put, last));
    }

    @Override
    public long sequenceOf(RowKey row) {
        Row found = rows.get(row);
        return found == null ? Edit.ABSENT : found.sequence();
    }

    @Override
    public Event.@Nullable Put find(RowKey row) {
        reads++;
        Row found = rows.get(row);
        return found == null ? null : found.put();
    }

    @Override
    public Authority.Read readers(Event.Put put) {
        return put.authority().read();
    }
}
