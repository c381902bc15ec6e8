package cloud.atek.datachain.live;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Edit;
import java.util.List;

/// What a service says to a request.
public sealed interface Answer {

    /// @param effects what it caused; they are committed with the answer, both or neither
    record Done(Bytes body, List<Edit> effects) implements Answer {

        public Done {
            effects = List.copyOf(effects);
        }

        public Done(Bytes body) {
            this(body, List.of());
        }
    }

    /// @param message for the caller, up to [LiveLimits#FAILURE_BYTES_MAX] bytes of UTF-8; what is
    ///   longer is cut
    record Failed(String message) implements Answer {}
}
