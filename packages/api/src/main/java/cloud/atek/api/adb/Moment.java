package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A state that a database was in: after a commit, or at a time. On the wire a number, or a time in
/// ISO 8601 with its offset, such as `2026-01-02T03:04:05Z`.
///
/// @param seq of the last commit that counts, 0 for the empty database; null when there is a time
/// @param time what was committed then counts; null when there is a sequence
public record Moment(@Nullable Long seq, @Nullable Instant time) {

    public Moment {
        if ((seq == null) == (time == null)) {
            throw new IllegalArgumentException("want either a sequence or a time");
        }
        if (seq != null && seq < 0) {
            throw new IllegalArgumentException("no commit has the sequence " + seq);
        }
    }

    public static Moment of(long sequence) {
        return new Moment(sequence, null);
    }

    public static Moment of(Instant time) {
        return new Moment(null, time);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Moment from(JsonNode json) {
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return of(json.longValue());
        }
        try {
            if (json.isTextual()) {
                return of(OffsetDateTime.parse(json.textValue()).toInstant());
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(wanted(), e);
        }
        throw new IllegalArgumentException(wanted());
    }

    @JsonValue
    Object json() {
        return seq == null ? String.valueOf(time) : seq;
    }

    JsonNode toNode() {
        return seq == null
                ? JsonNodeFactory.instance.textNode(String.valueOf(time))
                : JsonNodeFactory.instance.numberNode(seq);
    }

    private static String wanted() {
        return "want a sequence, or a time such as 2026-01-02T03:04:05Z";
    }
}
