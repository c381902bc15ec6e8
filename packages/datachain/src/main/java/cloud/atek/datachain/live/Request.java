package cloud.atek.datachain.live;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.RowKey;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// What a caller asks of a service.
///
/// @param key of its row
/// @param body up to [cloud.atek.datachain.Limits#EVENT_BYTES_MAX] bytes with what is around it
/// @param deadline after which the caller does not wait any more, by the chain's clock
/// @param attempt how many times it was given to a server, with this one, from 1
/// @param withdrawn tells whether the caller gave up; what is done for it then is not committed
public record Request(
        RowKey key,
        String type,
        Bytes body,
        Instant deadline,
        int attempt,
        BooleanSupplier withdrawn) {}
