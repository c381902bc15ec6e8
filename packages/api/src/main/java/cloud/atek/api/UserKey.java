package cloud.atek.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The name the host gave to a user. It never changes; `"system"` is the household itself, which
/// owns what is installed for everyone.
///
/// Shape: 1 to 64 letters, digits and dots.
public record UserKey(@JsonValue String value) {

    private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.]{0,63}");

    public static final UserKey SYSTEM = new UserKey("system");

    @JsonCreator
    public UserKey {
        requireNonNull(value, "value");
        if (!fits(value)) {
            throw new IllegalArgumentException("not a user key: \"" + value + "\"");
        }
    }

    /// Whether this is the shape of a user key.
    public static boolean fits(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
