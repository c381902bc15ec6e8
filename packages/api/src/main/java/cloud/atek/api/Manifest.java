package cloud.atek.api;

import cloud.atek.api.permissions.Wants;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `atek.json` at the root of a package says, after its schema was checked. Every field may be
/// absent; fields we do not know are ignored.
///
/// @param name shown to people, at most 100 characters
/// @param frame whether the main UI shows the service inside its own page
/// @param runtime absent: recognised from the files
/// @param main what to start. java: a main class, a `.jar` or a `.java` file; node: a `.js` file;
///   static: the folder to serve. Relative to the root of the package
/// @param activation when it runs; always unless given
/// @param exports the APIs that the service answers
/// @param permissions what it needs; absent: it does not say
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
        @Nullable String name,
        @Nullable String description,
        @Nullable String author,
        @Nullable String license,
        @Nullable Boolean frame,
        @Nullable ServiceRuntime runtime,
        @Nullable String main,
        @Nullable Activation activation,
        List<Export> exports,
        @Nullable Wants permissions) {

    public static final Manifest EMPTY =
            new Manifest(null, null, null, null, null, null, null, null, List.of());

    /// One that does not say what it needs.
    public Manifest(
            @Nullable String name,
            @Nullable String description,
            @Nullable String author,
            @Nullable String license,
            @Nullable Boolean frame,
            @Nullable ServiceRuntime runtime,
            @Nullable String main,
            @Nullable Activation activation,
            List<Export> exports) {
        this(name, description, author, license, frame, runtime, main, activation, exports, null);
    }

    @JsonCreator
    @SuppressWarnings("NullAway") // Jackson passes null for an absent list.
    public Manifest {
        exports = exports == null ? List.of() : List.copyOf(exports);
    }

    /// One exported API.
    ///
    /// @param path the HTTP path on the service's socket, `/` unless given
    /// @param transport `rpc` unless given
    /// @param meta what callers may choose by, where several services export the API
    /// @param events the topics of which the service tells those that use the API
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Export(
            ApiId api,
            @Nullable String path,
            @Nullable Transport transport,
            @Nullable Map<String, String> meta,
            @Nullable List<String> events) {

        public Export(ApiId api, @Nullable String path, @Nullable Transport transport) {
            this(api, path, transport, null, null);
        }

        public Map<String, String> metaOrNone() {
            return meta == null ? Map.of() : meta;
        }

        public List<String> eventsOrNone() {
            return events == null ? List.of() : events;
        }

        public String pathOrRoot() {
            return path == null ? "/" : path;
        }

        public Transport transportOrRpc() {
            return transport == null ? Transport.RPC : transport;
        }
    }
}
