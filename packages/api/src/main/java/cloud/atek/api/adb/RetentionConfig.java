package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;

/// How much of what its records were a database keeps: `"all"`, `"newest"`, `{"versions": 10}` or
/// `{"days": 30}`. What is beyond goes when the database is compacted.
///
/// @param count of versions, 1 to [#VERSIONS_MAX], or of days, 1 to [#DAYS_MAX]; 0 otherwise
public record RetentionConfig(Kind kind, int count) {

    public static final int VERSIONS_MAX = 1_000_000;

    /// A century.
    public static final int DAYS_MAX = 36_500;

    public static final RetentionConfig ALL = new RetentionConfig(Kind.ALL, 0);
    public static final RetentionConfig NEWEST = new RetentionConfig(Kind.NEWEST, 0);

    public RetentionConfig {
        int max =
                switch (kind) {
                    case ALL, NEWEST -> 0;
                    case VERSIONS -> VERSIONS_MAX;
                    case DAYS -> DAYS_MAX;
                };
        if (count > max || count < Math.min(max, 1)) {
            throw Places.wrong("/retention", "want 1 to " + max + ", got " + count);
        }
    }

    public static RetentionConfig versions(int count) {
        return new RetentionConfig(Kind.VERSIONS, count);
    }

    public static RetentionConfig days(int count) {
        return new RetentionConfig(Kind.DAYS, count);
    }

    /// @throws IllegalArgumentException with the place and what was wanted there
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static RetentionConfig from(JsonNode json) {
        if (json.isTextual() && json.textValue().equals("all")) {
            return ALL;
        }
        if (json.isTextual() && json.textValue().equals("newest")) {
            return NEWEST;
        }
        if (!json.isObject() || json.size() != 1) {
            throw Places.wrong(
                    "/retention",
                    "want \"all\", \"newest\", {\"versions\": n} or {\"days\": n}, got "
                            + Places.kind(json));
        }
        Places.requireMembers(json, "/retention", "a retention", Set.of("versions", "days"));
        boolean versions = json.has("versions");
        JsonNode count = json.path(versions ? "versions" : "days");
        if (!count.isIntegralNumber() || !count.canConvertToInt()) {
            throw Places.wrong("/retention", "want a whole number, got " + Places.kind(count));
        }
        return versions ? versions(count.intValue()) : days(count.intValue());
    }

    @JsonValue
    public JsonNode toJson() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (kind) {
            case ALL -> json.textNode("all");
            case NEWEST -> json.textNode("newest");
            case VERSIONS -> json.objectNode().put("versions", count);
            case DAYS -> json.objectNode().put("days", count);
        };
    }

    /// What is counted.
    public enum Kind {
        ALL,
        NEWEST,
        VERSIONS,
        DAYS
    }
}
