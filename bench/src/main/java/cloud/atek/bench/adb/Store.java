package cloud.atek.bench.adb;

import java.io.IOException;
import java.sql.SQLException;

/// A database of records with the numbers 0 to n - 1, each about 200 bytes of JSON. Thread-safe.
interface Store extends AutoCloseable {

    /// Replaces a record; on disk when it returns.
    void put(int number) throws IOException, SQLException;

    /// Replaces some records that follow one another, in one transaction, on disk when it returns.
    void batch(int from, int count) throws IOException, SQLException;

    /// @return characters of its JSON
    int get(int number) throws IOException, SQLException;

    /// Some records that follow one another.
    ///
    /// @return how many there were
    int range(int from, int count) throws IOException, SQLException;

    /// Makes an index on the group of a record, and returns when it can be used.
    void index() throws IOException, SQLException;

    /// The records of a group.
    ///
    /// @return how many there were
    int query(int group) throws IOException, SQLException;

    @Override
    void close() throws IOException, SQLException;
}
