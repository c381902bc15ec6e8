package cloud.atek.datachain.dio;

import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.util.stream.Stream;

/// Reads what a snapshot has. Thread-safe.
record SnapshotDio(Snapshot snapshot, Bodies bodies) implements Dio {

    @Override
    public long sequence() {
        return snapshot.sequence();
    }

    @Override
    public <T> Loaded<T> load(RowKey key, RowFormat<T> format) throws IOException {
        return Rows.load(bodies, snapshot, key, format);
    }

    @Override
    public boolean exists(RowKey key) {
        return snapshot.find(key).isPresent();
    }

    @Override
    public Stream<RowKey> children(Place place) {
        return snapshot.children(place).map(Snapshot.Row::key);
    }

    @Override
    public Stream<RowKey> roots() {
        return snapshot.roots().map(Snapshot.Row::key);
    }

    @Override
    public Stream<RowKey> keys() {
        return snapshot.rows().map(Snapshot.Row::key);
    }

    @Override
    public boolean unlock(RowKey group) throws IOException {
        return bodies.groups().open(group, snapshot) == null;
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
