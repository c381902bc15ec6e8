package cloud.atek.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The name a person gave to a service; also its subdomain.
///
/// It can change. To remember a service, keep its [ServiceKey].
///
/// Shape: DNS labels joined by dots, such as `core.adb`; at most 63 characters in all.
public record ServiceId(@JsonValue String value) {

    public static final int LENGTH_MAX = 63;

    private static final String LABEL = "[a-z](?:[a-z0-9-]*[a-z0-9])?";
    private static final Pattern SHAPE = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

    /// The host itself; no service may take it.
    public static final ServiceId SYSTEM = new ServiceId("system");

    @JsonCreator
    public ServiceId {
        requireNonNull(value, "value");
        if (!fits(value)) {
            throw new IllegalArgumentException(
                    "\""
                            + value
                            + "\" is not a service id: want labels of a-z, 0-9 and -,"
                            + " each beginning with a letter, at most 63 characters in all");
        }
    }

    /// Tells whether `value` could be a service id.
    public static boolean fits(String value) {
        return value.length() <= LENGTH_MAX && SHAPE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
