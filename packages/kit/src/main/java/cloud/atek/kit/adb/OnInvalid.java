package cloud.atek.kit.adb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// Says what becomes of a record that was read and does not fit its schema.
@FunctionalInterface
public interface OnInvalid {

    /// Ends the reading with an [InvalidValueException].
    OnInvalid THROW =
            invalid -> {
                throw new InvalidValueException(invalid);
            };

    /// Leaves the record out.
    OnInvalid SKIP = _ -> null;

    /// @return the value to take in its place, which is checked again, or null to leave it out.
    ///   What is stored stays as it is
    @Nullable ObjectNode decide(Invalid invalid);
}
