package cloud.atek.host.serverdb;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One kind of record in the server database, held in memory as well: the host is its only writer,
/// and a household has few users, sessions and services.
///
/// Thread-safe. A change is durable when its method returns; when it throws, memory is as before.
public final class Table<T> {

    private static final Logger log = LoggerFactory.getLogger(Table.class);

    private final ReentrantLock writing = new ReentrantLock();
    private final NavigableMap<String, T> rows = new ConcurrentSkipListMap<>();
    private final AdbClient adb;
    private final String dbId;
    private final KeyPath path;

    Table(AdbClient adb, String dbId, KeyPath path, Class<T> type) {
        this.adb = adb;
        this.dbId = dbId;
        this.path = path;
        for (AdbApi.DbRecord row : adb.list(dbId, path)) {
            try {
                rows.put(row.key(), MessageCodec.JSON.convertValue(row.value(), type));
            } catch (IllegalArgumentException e) {
                // One unreadable record must not keep the whole household out.
                log.error("record {} of the server database is unreadable", row.path(), e);
            }
        }
    }

    public Optional<T> find(String key) {
        return Optional.ofNullable(rows.get(key));
    }

    /// All of them by key, oldest first when keys are made by time.
    public NavigableMap<String, T> all() {
        return Collections.unmodifiableNavigableMap(new TreeMap<>(rows));
    }

    /// @throws ServerDbException when it could not be stored
    public void put(String key, T value) {
        ObjectNode json = MessageCodec.JSON.valueToTree(value);
        writing.lock();
        try {
            adb.put(dbId, path.child(key), json);
            rows.put(key, value);
        } finally {
            writing.unlock();
        }
    }

    /// @throws ServerDbException when it could not be stored
    public void remove(String key) {
        writing.lock();
        try {
            adb.delete(dbId, path.child(key));
            rows.remove(key);
        } finally {
            writing.unlock();
        }
    }
}
