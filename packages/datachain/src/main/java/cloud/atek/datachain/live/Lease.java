package cloud.atek.datachain.live;

import cloud.atek.datachain.RowKey;
import java.time.Instant;

/// Something that one holder has for himself until a time, as far as all others ask too.
///
/// A time alone protects nothing: a holder that was stopped for a while does not know that it is
/// over. So he adds [Leases#fence] to every change that he makes under the lease.
///
/// @param resource what it is about: a row, or a key that stands for something else
/// @param row the row of the lease itself
/// @param token the sequence of the commit that granted it: whoever gets it later has a higher one
/// @param until by the chain's clock
/// @param grants how many times in a row it was granted without being given back, from 1
public record Lease(
        RowKey resource, RowKey row, long token, String holder, Instant until, int grants) {}
