package cloud.atek.host.apidoc;

import java.util.List;
import java.util.Map;

/// A type of `packages/api` as its source says it.
///
/// @param name its simple name
/// @param packageName such as `cloud.atek.api.adb`
/// @param parents the simple names of the interfaces that it extends
/// @param members components of a record, constants of an enum
/// @param numbers constants that are numbers, as people write them
/// @param json how it is written, where it is not simply an object of its members
record Declared(
        Kind kind,
        String name,
        String packageName,
        Doc doc,
        List<String> parents,
        List<Member> members,
        List<Method> methods,
        Map<String, String> apiIds,
        Map<String, String> numbers,
        Json json) {

    enum Kind {
        INTERFACE,
        RECORD,
        ENUM
    }

    enum Json {
        /// An object of its members.
        MEMBERS,

        /// An object of its members, each of which may be left out.
        OPTIONAL_MEMBERS,

        /// Its only member.
        VALUE,

        /// As its doc comment says.
        BY_WORDS
    }

    /// A doc comment, taken apart.
    ///
    /// @param text all before the first tag
    /// @param params by name
    record Doc(String text, Map<String, String> params) {

        String firstSentence() {
            String line =
                    text.lines().takeWhile(one -> !one.isBlank()).reduce("", (a, b) -> a + " " + b);
            int end = line.indexOf(". ");
            return (end < 0 ? line : line.substring(0, end + 1)).strip();
        }
    }

    /// A component of a record, or a constant of an enum.
    ///
    /// @param name on the wire
    /// @param type as in Java, without annotations; empty for a constant
    record Member(String name, String type, boolean optional, String doc) {}

    record Method(String name, List<Member> params, String result, boolean mayBeNull, Doc doc) {}
}
