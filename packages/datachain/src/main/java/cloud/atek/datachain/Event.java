package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a commit does to one row.
public sealed interface Event {

    RowKey key();

    /// The row is there, with this content.
    ///
    /// @param place where it belongs, or null for a row of its own
    /// @param type what its body is, 1 to [Limits#TYPE_BYTES_MAX] bytes of UTF-8
    /// @param body as it is stored
    /// @param encoding how the body is stored
    /// @param authority the row's own rules
    record Put(
            RowKey key,
            @Nullable Place place,
            String type,
            Bytes body,
            Encoding encoding,
            Authority authority)
            implements Event {

        /// A row with a plain body that inherits its rules.
        public Put(RowKey key, @Nullable Place place, String type, Bytes body) {
            this(key, place, type, body, Encoding.PLAIN, Authority.INHERIT);
        }

        public Put {
            int size = type.getBytes(StandardCharsets.UTF_8).length;
            if (size < 1 || size > Limits.TYPE_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "a type name of " + size + " bytes, want 1 to " + Limits.TYPE_BYTES_MAX);
            }
        }

        /// All but the body, as it is written: what a sealed body is bound to. See
        /// `docs/format-log.md`.
        public Bytes header() {
            return EventCodec.header(this);
        }
    }

    /// The row is gone.
    record Tombstone(RowKey key) implements Event {}
}
