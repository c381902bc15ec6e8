package cloud.atek.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The global name of an API, such as `atek.cloud/adb-api`: a domain its author owns, then a path.
///
/// Shape: printable ASCII without spaces and quotes, a slash inside, at most 200 characters.
public record ApiId(@JsonValue String value) {

    public static final int LENGTH_MAX = 200;

    private static final Pattern SHAPE =
            Pattern.compile("[0-9A-Za-z][0-9A-Za-z.:-]*(/[0-9A-Za-z._~@-]+)+");

    @JsonCreator
    public ApiId {
        requireNonNull(value, "value");
        if (value.length() > LENGTH_MAX || !SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + value
                            + "\" is not an API id: want a domain and a path,"
                            + " such as example.com/my-api");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
