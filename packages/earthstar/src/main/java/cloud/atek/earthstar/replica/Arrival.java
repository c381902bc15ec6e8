package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Document;

/// What a follower hears.
public sealed interface Arrival {

    /// A document is new here.
    ///
    /// @param latest whether it is the winner of its path
    /// @param local whether it was written here, not heard from elsewhere
    /// @param from who sent it, as he was called at ingest; empty when it was written here
    record Came(Document document, boolean latest, boolean local, String from) implements Arrival {}

    /// The follower was too slow, and the oldest arrivals were dropped: ask the replica again.
    record Missed(int arrivals) implements Arrival {}

    /// The replica was closed; nothing more comes.
    record Closed() implements Arrival {}
}
