package cloud.atek.kit.adb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A value that does not fit a schema.
///
/// @param path of the record, `/a/b`
/// @param value a copy, with defaults filled in
/// @param problems at least one, each with its JSON pointer
public record Invalid(String path, ObjectNode value, List<String> problems) {

    public Invalid {
        problems = List.copyOf(problems);
    }
}
