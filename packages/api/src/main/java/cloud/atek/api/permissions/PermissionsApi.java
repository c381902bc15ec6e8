package cloud.atek.api.permissions;

import cloud.atek.api.ApiId;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What services may do, and who said so. A service may ask for more, and its owner alone can grant
/// it: in person, never by a page or the program of a service.
public interface PermissionsApi {

    ApiId ID = new ApiId("atek.cloud/permissions-api");

    /// What services want and have: those of the caller, of an admin all; of a service that asks,
    /// itself.
    ///
    /// @param service ID or key of one; all unless given
    List<ServiceRights> list(@Nullable String service);

    /// Grants things to a service, for its owner, from now on. A service that runs is started anew
    /// when it gets a folder, other limits or the whole network. One that may use everything until
    /// now has, when it is granted an API, nothing but what it is granted.
    ///
    /// @param service ID or key
    List<Grant> grant(String service, List<What> what, @Nullable GrantOptions options);

    /// Takes grants back, at once: streams that they opened end within a second. Taking back what
    /// is not there is no error. One that may use everything until now has nothing any more when
    /// all is revoked.
    ///
    /// @param service ID or key
    /// @param grant the key of one; all unless given
    void revoke(String service, @Nullable String grant);

    /// Whether a service may do something, why, and how that is changed. A service may ask about
    /// itself.
    ///
    /// @param service ID or key
    Explanation explain(String service, Question question);

    /// Asks the owner of the calling service, and waits for his answer as long as the call may
    /// last. Who asks the same again joins what is asked already. What the service has, it is
    /// answered at once.
    Answer request(Wish wish, @Nullable RequestOptions options);

    /// What the caller is asked, oldest first; an admin sees what the household is asked, too.
    List<Request> requests();

    /// Answers one of [#requests].
    ///
    /// @return the grant; absent when it was denied
    @Nullable Grant decide(String request, Decision decision);

    /// @param expires ISO 8601, UTC; never unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record GrantOptions(@Nullable String expires) {
        public static final GrantOptions FOR_EVER = new GrantOptions(null);
    }

    /// @param reason why, in the service's own words; at most 300 characters
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RequestOptions(@Nullable String reason) {
        public static final RequestOptions NONE = new RequestOptions(null);
    }

    /// May it call this method, or reach this host?
    ///
    /// @param method any of the API unless given
    /// @param port 443 unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Question(
            @Nullable ApiId api,
            @Nullable String method,
            @Nullable String host,
            @Nullable Integer port) {

        public Question {
            if ((api == null) == (host == null)) {
                throw new IllegalArgumentException("want an \"api\" or a \"host\"");
            }
        }

        public static Question api(ApiId api, @Nullable String method) {
            return new Question(api, method, null, null);
        }

        public static Question host(HostPort at) {
            return new Question(null, null, at.host(), at.port());
        }
    }

    /// @param sentence why, or why not
    /// @param how the owner can allow it; absent when it is allowed
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Explanation(boolean allowed, String sentence, @Nullable String how) {}

    /// @param request names what was asked; absent when nobody had to be asked
    /// @param grant what was granted; absent unless something was
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(State state, @Nullable String request, @Nullable Grant grant) {}

    /// What became of a request.
    enum State {
        @JsonProperty("granted")
        GRANTED,
        @JsonProperty("denied")
        DENIED,

        /// Nobody answered yet. Who asks again waits for the same answer.
        @JsonProperty("pending")
        PENDING
    }

    /// @param allow whether it is granted
    /// @param choice the key of what was picked, where the request has choices; for a folder the
    ///   name of a new one will do
    /// @param expires ISO 8601, UTC; never unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Decision(boolean allow, @Nullable String choice, @Nullable String expires) {}
}
