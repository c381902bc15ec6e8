package cloud.atek.datachain.backup;

import java.time.Instant;

/// Up to where a chain is restored.
public sealed interface Point {

    /// All that the backup has.
    Point NEWEST = new Newest();

    record Newest() implements Point {}

    /// Up to and with one commit.
    record Sequence(long sequence) implements Point {}

    /// Up to and with the last commit that was made at that time or before it.
    record Time(Instant time) implements Point {}
}
