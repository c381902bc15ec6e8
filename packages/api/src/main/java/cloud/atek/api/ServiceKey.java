package cloud.atek.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The name the host gave to a service when it was installed. It never changes; `"0"` is the host.
///
/// Shape: 1 to 64 letters, digits and dots, safe as a file name.
public record ServiceKey(@JsonValue String value) {

    private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.]{0,63}");

    public static final ServiceKey HOST = new ServiceKey("0");

    @JsonCreator
    public ServiceKey {
        requireNonNull(value, "value");
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a service key: \"" + value + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
