package cloud.atek.api.audit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One thing that was done, or refused. It never holds the params of a call, tokens, passwords or
/// contents. Texts that came from outside are cut, and their control characters are escaped.
///
/// @param at where it stands in the audit, opaque; never changes
/// @param time when, ISO 8601, UTC
/// @param userKey who; absent for the host itself, and for who did not log in
/// @param username his name at that time
/// @param via how he came
/// @param serviceKey the service through which he came
/// @param serviceId its ID at that time
/// @param what an API and its method such as `atek.cloud/services-api install`, or an event such as
///   `service crashed`
/// @param target to what; absent when the whole host is meant
/// @param outcome how it ended
/// @param code of the error, when it was not done; see the codes of the gateway
/// @param more so many more like this were refused, each of which is not written down by itself
/// @param note one short sentence of the host's, such as why a service crashed
/// @param callId the id of the call, which the log of the host also has
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditEntry(
        @Nullable String at,
        String time,
        @Nullable String userKey,
        @Nullable String username,
        Via via,
        @Nullable String serviceKey,
        @Nullable String serviceId,
        String what,
        @Nullable Target target,
        Outcome outcome,
        @Nullable Integer code,
        @Nullable Long more,
        @Nullable String note,
        @Nullable String callId) {

    /// The way by which somebody came.
    public enum Via {
        /// The host by itself: nobody asked for it.
        @JsonProperty("itself")
        ITSELF,

        /// With the host's own token: the command line on the machine.
        @JsonProperty("host")
        HOST,

        /// A page at the root of the domain.
        @JsonProperty("browser")
        BROWSER,

        /// A page of a service.
        @JsonProperty("page")
        PAGE,

        /// The process of a service.
        @JsonProperty("program")
        PROGRAM,

        /// Not logged in.
        @JsonProperty("nobody")
        NOBODY
    }

    /// How it ended.
    public enum Outcome {
        /// It was done.
        @JsonProperty("done")
        DONE,

        /// The caller was not allowed to.
        @JsonProperty("refused")
        REFUSED,

        /// He was allowed to, and it did not work.
        @JsonProperty("failed")
        FAILED
    }

    /// To what something was done.
    ///
    /// @param kind `service`, `user`, `session`, `api`, `config` or `host` (in the network)
    /// @param name its name at that time: a service ID, a username
    /// @param key its key, which never changes
    /// @param owner key of the user whose it is
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Target(String kind, String name, @Nullable String key, @Nullable String owner) {}

    /// The same, told where it stands.
    public AuditEntry at(String place) {
        return new AuditEntry(
                place,
                time,
                userKey,
                username,
                via,
                serviceKey,
                serviceId,
                what,
                target,
                outcome,
                code,
                more,
                note,
                callId);
    }

    /// The same, standing for so many more.
    public AuditEntry andMore(long count, String now) {
        return new AuditEntry(
                null,
                now,
                userKey,
                username,
                via,
                serviceKey,
                serviceId,
                what,
                target,
                outcome,
                code,
                count,
                note,
                null);
    }
}
