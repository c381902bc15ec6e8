package cloud.atek.kit.adb;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.DbRecord;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.QueryPage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The records of one [Schema] in one database.
///
/// What is written must fit the schema, else [InvalidValueException] and nothing is written. A put
/// writes the whole record: members that `T` does not know are gone. Thread-safe; it calls and
/// fails as [Adb] says.
public final class Table<T> {

    private final Schema<T> schema;
    private final Db db;
    private final OnInvalid onInvalid;

    Table(Schema<T> schema, Db db, OnInvalid onInvalid) {
        this.schema = schema;
        this.db = db;
        this.onInvalid = onInvalid;
    }

    /// The same records, with another answer to what was read and does not fit.
    public Table<T> onInvalid(OnInvalid policy) {
        return new Table<>(schema, db, policy);
    }

    /// Ordered by the bytes of their keys.
    public List<Entry<T>> list() {
        return list(ListOptions.ALL);
    }

    /// @param options the bounds are keys
    public List<Entry<T>> list(ListOptions options) {
        return read(db.list(schema.path(), options));
    }

    /// @param refine of a query of all records of this schema, such as `query ->
    ///   query.where(Filter.…)`; without `select`, which would leave less than a `T`
    public Entries<T> query(UnaryOperator<Query> refine) {
        Query query = refine.apply(Query.below(schema.path()));
        if (query.select() != null) {
            throw new IllegalArgumentException("select leaves no whole records: use Db.query");
        }
        QueryPage page = db.query(query);
        return new Entries<>(read(page.records()), page.next(), page.count());
    }

    /// @throws cloud.atek.kit.RpcException also when there is none
    /// @throws InvalidValueException also when [OnInvalid] leaves it out
    public Entry<T> get(String key) {
        DbRecord record = db.get(at(key));
        return read(record).orElseThrow(() -> new InvalidValueException(skipped(record)));
    }

    private static Invalid skipped(DbRecord record) {
        return new Invalid(record.path(), value(record), List.of("it was left out"));
    }

    /// Empty when there is none, and when [OnInvalid] leaves it out.
    public Optional<Entry<T>> find(String key) {
        return db.find(at(key)).flatMap(this::read);
    }

    /// Writes a new record at the key that the schema makes, durable when it returns.
    ///
    /// @return with what was filled in
    /// @throws cloud.atek.kit.RpcException also when there is a record with this key
    public Entry<T> create(T value) {
        ObjectNode json = Mapping.object(value);
        schema.fillNew(json);
        return write(schema.keyOf(json), json, 0L);
    }

    /// Writes at this key, whether there is a record or not.
    public Entry<T> put(String key, T value) {
        return write(key, Mapping.object(value), null);
    }

    /// Replaces what was read.
    ///
    /// @throws cloud.atek.kit.RpcException also when it was written since; the message says so
    public Entry<T> replace(Entry<T> read, T value) {
        return write(read.key(), Mapping.object(value), read.seq());
    }

    /// Deleting what is not there is no error.
    public void delete(String key) {
        db.delete(at(key));
    }

    private KeyPath at(String key) {
        return schema.path().child(key);
    }

    private Entry<T> write(String key, ObjectNode json, @Nullable Long expected) {
        KeyPath path = at(key);
        schema.fillDefaults(json);
        List<String> problems = schema.problems(json);
        if (!problems.isEmpty()) {
            throw new InvalidValueException(new Invalid(path.toString(), json, problems));
        }
        var put = new BatchOperation(BatchOperation.PUT, path, json, expected);
        long sequence = db.batch(List.of(put));
        return entry(key, path.toString(), "hyper://" + db.id() + path, sequence, json);
    }

    private Entry<T> entry(String key, String path, String url, long sequence, ObjectNode json) {
        try {
            T value = Mapping.JSON.treeToValue(json, schema.type());
            return new Entry<>(key, path, url, sequence, value);
        } catch (JsonProcessingException e) {
            throw new InvalidValueException(new Invalid(path, json, List.of(misfit(e))));
        }
    }

    private List<Entry<T>> read(List<DbRecord> records) {
        var entries = new ArrayList<Entry<T>>();
        records.forEach(record -> read(record).ifPresent(entries::add));
        return entries;
    }

    private Optional<Entry<T>> read(DbRecord record) {
        ObjectNode value = value(record);
        schema.fillDefaults(value);
        List<String> problems = problems(value);
        if (problems.isEmpty()) {
            return Optional.of(entry(record, value));
        }
        ObjectNode mended = onInvalid.decide(new Invalid(record.path(), value, problems));
        if (mended == null) {
            return Optional.empty();
        }
        List<String> left = problems(mended);
        if (!left.isEmpty()) {
            throw new InvalidValueException(new Invalid(record.path(), mended, left));
        }
        return Optional.of(entry(record, mended));
    }

    private Entry<T> entry(DbRecord record, ObjectNode value) {
        Long sequence = record.seq();
        return entry(
                record.key(), record.path(), record.url(), sequence == null ? 0 : sequence, value);
    }

    /// Of the JSON Schema; where there are none, what the Java type cannot hold.
    private List<String> problems(ObjectNode value) {
        List<String> problems = schema.problems(value);
        if (problems.isEmpty()) {
            try {
                Mapping.JSON.treeToValue(value, schema.type());
            } catch (JsonProcessingException e) {
                return List.of(misfit(e));
            }
        }
        return problems;
    }

    private static ObjectNode value(DbRecord record) {
        JsonNode value = record.value();
        return value instanceof ObjectNode object
                ? object.deepCopy()
                : Mapping.JSON.createObjectNode();
    }

    /// Where it is, without what stands there.
    private static String misfit(JsonProcessingException e) {
        var place = new StringBuilder();
        if (e instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                place.append('/')
                        .append(
                                step.getFieldName() == null
                                        ? step.getIndex()
                                        : step.getFieldName());
            }
        }
        return place + ": it does not fit the Java type";
    }
}
