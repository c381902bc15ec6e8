package cloud.atek.datachain.dio;

import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.util.stream.Stream;

/// A unit of work that reads: a chain as it was at one moment, whatever is committed meanwhile.
///
/// The chain keeps that state as long as it is open, so close it soon.
public sealed interface Dio extends AutoCloseable permits SnapshotDio, DioMut {

    /// Number of the last commit that it sees.
    long sequence();

    /// The row and its value.
    ///
    /// @throws IOException when the chain could not be read
    <T> Loaded<T> load(RowKey key, RowFormat<T> format) throws IOException;

    boolean exists(RowKey key);

    /// The rows of one place, in the order in which they came there, as far as compaction left it.
    Stream<RowKey> children(Place place);

    /// The rows that have no place, in the order in which they came. The chain's own are among
    /// them, first its genesis.
    Stream<RowKey> roots();

    /// All rows, in no order that says anything.
    Stream<RowKey> keys();

    /// Opens a reader group that rows were sealed for before another rule came over them. The
    /// groups that rules name now are opened without being asked for.
    ///
    /// @return false when this session has no key for it
    /// @throws IOException when the chain could not be read
    boolean unlock(RowKey group) throws IOException;

    @Override
    void close();
}
