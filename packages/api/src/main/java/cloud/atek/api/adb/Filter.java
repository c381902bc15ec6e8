package cloud.atek.api.adb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Which records a query wants.
///
/// ```
/// {"/author": {"eq": "Lem"}, "/year": {"gte": 1960, "lt": 1970}}      all of these
/// {"or": [{"/tags": {"contains": "sf"}}, {"not": {"/isbn": {"exists": true}}}]}
/// {"/lang": {"in": ["pl", "de"]}, "/title": {"prefix": "Sol"}}
/// ```
///
/// On the wire a filter is an object, and all its members must hold. A member is a JSON pointer
/// with an object of operators for the value there, all of which must hold; or `and`, `or` with an
/// array of filters; or `not` with a filter. `{}` holds for every record.
///
/// | operator | operand | holds when |
/// |---|---|---|
/// | `eq`, `ne` | any value | the value is equal, is not |
/// | `lt`, `lte`, `gt`, `gte` | any value | the value is less, at most, greater, at least that |
/// | `in` | up to 1 000 values | the value equals one of them |
/// | `prefix` | a string | the value is a string that begins so |
/// | `contains` | any value | the value is an array with that element, or a string with that in it |
/// | `exists` | true or false | there is a value, be it null; or none |
///
/// Values of all types have one order: null < false < true < numbers < strings (by code point) <
/// arrays (element by element) < objects (member by member, by name). So `{"lt": 5}` also holds for
/// null. Whole numbers of 64 bits compare exactly, all others as 64-bit floating point; 1 equals
/// 1.0. Where a record has no value, every comparison but `ne` fails.
public sealed interface Filter {

    /// Filters in filters.
    static final int DEPTH_MAX = 16;

    /// Operators in one filter.
    static final int CLAUSES_MAX = 100;

    /// Values of one `in`.
    static final int IN_MAX = 1000;

    /// Text of all operands of one filter, in characters of JSON.
    static final int OPERANDS_CHARS_MAX = 64 << 10;

    /// Holds for every record.
    Filter ALL = new And(List.of());

    /// Whether the value is equal, not equal, less and so on; `ne` is `not eq`.
    record Compare(Pointer at, Comparison comparison, JsonNode operand) implements Filter {}

    /// Whether the value equals one of these.
    record In(Pointer at, List<JsonNode> operands) implements Filter {
        public In {
            operands = List.copyOf(operands);
        }
    }

    /// Whether it is a string that begins so.
    record Prefix(Pointer at, String text) implements Filter {}

    /// Whether it is an array with an element that equals the operand, or a string with this string
    /// in it.
    record Contains(Pointer at, JsonNode operand) implements Filter {}

    /// Whether there is a value, be it null; or none.
    record Exists(Pointer at, boolean wanted) implements Filter {}

    record And(List<Filter> parts) implements Filter {
        public And {
            parts = List.copyOf(parts);
        }
    }

    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(Filter part) implements Filter {}

    /// How two values compare.
    enum Comparison {
        EQ,
        NE,
        LT,
        LTE,
        GT,
        GTE
    }
}
