package cloud.atek.host.config;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The values of `config.json`, checked and complete. `config.schema.json` says what each may be
/// and what holds without it; nothing is checked twice.
///
/// @param names under which browsers find this host
/// @param port TCP port of the UI and the gateway, 1 to 65 535; 0 asks the system for a free one
/// @param tls what browsers are met with
/// @param coreServices what replaces the core services that come along; empty keeps those
/// @param defaultMainService URL of what a new user sees at the root of the domain; empty for the
///   Lonestar that comes along
/// @param sandbox what confines services
/// @param adbSql whether admins may ask databases in SQL, which only reads
/// @param updateCheck how often newer versions of services are looked for
/// @param sessionLife how long a session lives that is not used
/// @param logs how much is kept of what services print
/// @param auditLife how long the audit is kept
/// @param registries whom builds may fetch from, each `host` or `host:port`
/// @param own what the host itself wrote there
public record HostConfig(
        Names names,
        int port,
        Tls tls,
        List<CoreService> coreServices,
        String defaultMainService,
        Confinement sandbox,
        boolean adbSql,
        UpdateCheck updateCheck,
        Duration sessionLife,
        LogLimits logs,
        Duration auditLife,
        List<String> registries,
        Own own) {

    /// What holds when there is no file.
    public static final HostConfig DEFAULT = of(MessageCodec.JSON.createObjectNode());

    /// The names of a host. Each is the root of services of its own: `notes.home.example` and
    /// `notes.atek.local` are two doors to one service, with a session each.
    ///
    /// @param domain the first one, which the host uses where it speaks of itself
    /// @param more the others
    public record Names(String domain, List<String> more) {

        public Names {
            more = List.copyOf(more);
        }

        /// All of them, each once.
        public List<String> all() {
            return Stream.concat(Stream.of(domain), more.stream()).distinct().toList();
        }
    }

    /// How much is kept of what one service prints.
    ///
    /// @param files 1 to 100, the one being written included
    /// @param fileBytes 64 KiB to 16 MiB: who reads a log reads whole files
    public record LogLimits(int files, long fileBytes) {}

    /// What the host writes into the file, for itself.
    ///
    /// @param serverDbId 64 hex digits, empty until the first start has made the database
    /// @param systemAuthTokens who holds one of them is the host: 64 hex digits each
    public record Own(String serverDbId, List<String> systemAuthTokens) {

        public Own {
            systemAuthTokens = List.copyOf(systemAuthTokens);
        }

        /// Tokens stay out of logs and error messages.
        @Override
        public String toString() {
            return "Own[" + serverDbId + "]";
        }
    }

    /// What confines services.
    public enum Confinement {
        /// Bubblewrap with all it has, or no service starts.
        STRICT,

        /// Nothing. The host says so wherever services are shown.
        NONE
    }

    /// One core service that `config.json` names.
    ///
    /// @param id `core.` and the last part of the URL, unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CoreService(
            String sourceUrl,
            @Nullable String id,
            @Nullable String desiredVersion,
            @Nullable Map<String, String> config) {}

    public HostConfig {
        coreServices = List.copyOf(coreServices);
        registries = List.copyOf(registries);
    }

    /// Reads values that fit the schema; what is left out has its default.
    static HostConfig of(ObjectNode values) {
        ObjectNode all = ConfigKey.complete(values);
        return new HostConfig(
                new Names(text(all, "domain"), texts(all.path("domains"))),
                all.path("port").intValue(),
                Tls.of(all.path("tls"), all.path("tlsPort").intValue()),
                elements(all.path("coreServices")).map(HostConfig::coreService).toList(),
                text(all, "defaultMainService"),
                Confinement.valueOf(text(all, "sandbox").toUpperCase(Locale.ROOT)),
                all.path("adbSql").booleanValue(),
                UpdateCheck.valueOf(text(all, "updateCheck").toUpperCase(Locale.ROOT)),
                Duration.ofDays(all.path("sessionDays").intValue()),
                new LogLimits(all.path("logFiles").intValue(), all.path("logFileBytes").asLong()),
                Duration.ofDays(all.path("auditDays").intValue()),
                texts(all.path("registries")),
                new Own(text(all, "serverDbId"), texts(all.path("systemAuthTokens"))));
    }

    private static String text(JsonNode all, String key) {
        return all.path(key).textValue();
    }

    private static List<String> texts(JsonNode list) {
        return elements(list).map(JsonNode::textValue).toList();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static CoreService coreService(JsonNode service) {
        return MessageCodec.JSON.convertValue(service, CoreService.class);
    }

    public String domain() {
        return names.domain();
    }

    public String serverDbId() {
        return own.serverDbId();
    }

    public List<String> systemAuthTokens() {
        return own.systemAuthTokens();
    }
}
