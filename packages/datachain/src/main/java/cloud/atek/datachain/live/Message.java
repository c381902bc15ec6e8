package cloud.atek.datachain.live;

import cloud.atek.datachain.Event;

/// A row of a queue in the hands of one worker.
///
/// @param row as it was put; sealed or compressed, it is that still
/// @param sequence of the commit that put it
/// @param lease under which it is held
public record Message(Event.Put row, long sequence, Lease lease) {

    /// How many times it was given out, with this one, from 1.
    public int attempt() {
        return lease.grants();
    }
}
