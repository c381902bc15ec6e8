package cloud.atek.adb.service;

import cloud.atek.adb.RecordJson;
import cloud.atek.api.adb.AdbApi.Owner;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What the server database says of one database: a record at `/atek.cloud/database/<dbId>`.
///
/// @param access `public` or `private`; anything else means `private`
/// @param createdAt ISO 8601, UTC
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record Registration(
        String dbId,
        @Nullable Owner owner,
        @Nullable CachedMeta cachedMeta,
        @Nullable String access,
        @Nullable String alias,
        @Nullable String createdAt) {

    static final KeyPath FOLDER = KeyPath.of("atek.cloud", "database");
    static final String PUBLIC = "public";
    static final String PRIVATE = "private";

    private static final JsonMapper JSON =
            MessageCodec.JSON
                    .rebuild()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /// What was known of a database when it was made.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record CachedMeta(boolean writable) {}

    KeyPath path() {
        return FOLDER.child(dbId);
    }

    boolean isPublic() {
        return PUBLIC.equals(access);
    }

    boolean ownedBy(String user, String service) {
        return owner != null && user.equals(owner.userKey()) && service.equals(owner.serviceKey());
    }

    /// Whatever service it was made through.
    boolean ownedBy(String user) {
        return owner != null && user.equals(owner.userKey());
    }

    /// With what is not null of these.
    Registration with(@Nullable Owner owner, @Nullable String alias, @Nullable String access) {
        return new Registration(
                dbId,
                owner == null ? this.owner : owner,
                cachedMeta,
                access == null ? this.access : access,
                alias == null ? this.alias : alias,
                createdAt);
    }

    ObjectNode toJson() {
        return JSON.valueToTree(this);
    }

    /// @throws IllegalArgumentException when `json` is not a registration
    static Registration of(String json) {
        try {
            Registration read = JSON.treeToValue(RecordJson.read(json), Registration.class);
            if (read.dbId == null) {
                throw new IllegalArgumentException("a registration without dbId");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a registration", e);
        }
    }
}
