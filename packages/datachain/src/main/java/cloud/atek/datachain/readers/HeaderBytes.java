package cloud.atek.datachain.readers;

import cloud.atek.datachain.Event;

/// Writes what a sealed body is bound to. Thread-safe, and the same bytes for the same header for
/// ever: bodies that were sealed under others do not open.
@FunctionalInterface
public interface HeaderBytes {

    /// The id of the chain, then the event as it is written, without its body. The body of `put`
    /// does not matter; its encoding is part of the header.
    byte[] of(Event.Put put);
}
