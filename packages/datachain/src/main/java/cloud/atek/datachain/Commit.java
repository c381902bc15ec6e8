package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.time.Instant;
import java.util.List;

/// An atomic set of events in its place in a chain.
///
/// @param sequence from 1, without gaps
/// @param time when it was made, in whole milliseconds, never before that of the commit before it
/// @param previous hash of the commit before it, [Hash#ZERO] for the first
/// @param author public key of who made it, 32 bytes
public record Commit(long sequence, Instant time, Hash previous, Bytes author, List<Event> events) {

    static final int AUTHOR_BYTES = 32;

    public Commit {
        events = List.copyOf(events);
        if (sequence < 1 || events.isEmpty() || author.size() != AUTHOR_BYTES) {
            throw new IllegalArgumentException("a commit without a number, events or an author");
        }
    }
}
