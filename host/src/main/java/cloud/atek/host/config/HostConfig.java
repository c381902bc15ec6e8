package cloud.atek.host.config;

import cloud.atek.api.ServiceId;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of `config.json`, checked. What it leaves out has its default here.
///
/// @param domain the name under which browsers find this host; services are its subdomains
/// @param port TCP port of the UI and the gateway, 1 to 65 535; 0 asks the system for a free one
/// @param coreServices what replaces the core services that come along; empty keeps those
/// @param defaultMainService URL of what a new user sees at the root of the domain; empty for the
///   Lonestar that comes along
/// @param serverDbId 64 hex digits, empty until the first start has made the database
/// @param systemAuthTokens who holds one of them is the host: 64 hex digits each
/// @param sandbox what confines services
/// @param adbSql whether admins may ask databases in SQL, which only reads
public record HostConfig(
        String domain,
        int port,
        List<CoreService> coreServices,
        String defaultMainService,
        String serverDbId,
        List<String> systemAuthTokens,
        Confinement sandbox,
        boolean adbSql) {

    public static final String DEFAULT_DOMAIN = "localhost";
    public static final int DEFAULT_PORT = 8080;

    public static final HostConfig DEFAULT =
            new HostConfig(
                    DEFAULT_DOMAIN,
                    DEFAULT_PORT,
                    List.of(),
                    "",
                    "",
                    List.of(),
                    Confinement.STRICT,
                    false);

    private static final int PORT_MAX = 65_535;

    public HostConfig {
        coreServices = List.copyOf(coreServices);
        systemAuthTokens = List.copyOf(systemAuthTokens);
        require(port >= 0 && port <= PORT_MAX, "port", "a number from 0 to 65535", port);
        require(ServiceId.fits(domain), "domain", "a DNS name such as home.example", domain);
        require(
                serverDbId.isEmpty() || serverDbId.matches("[0-9a-f]{64}"),
                "serverDbId",
                "64 hex digits",
                serverDbId);
        require(
                systemAuthTokens.stream().allMatch(token -> token.matches("[0-9a-fA-F]{64}")),
                "systemAuthTokens",
                "tokens of 64 hex digits",
                "something else");
    }

    private static void require(boolean holds, String key, String wanted, Object came) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "\"%s\" wants %s, not \"%s\"".formatted(key, wanted, came));
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

    public HostConfig withServerDbId(String id) {
        return new HostConfig(
                domain,
                port,
                coreServices,
                defaultMainService,
                id,
                systemAuthTokens,
                sandbox,
                adbSql);
    }

    public HostConfig withSystemAuthTokens(List<String> tokens) {
        return new HostConfig(
                domain,
                port,
                coreServices,
                defaultMainService,
                serverDbId,
                tokens,
                sandbox,
                adbSql);
    }

    /// The same, as the command line wants it for this run.
    public HostConfig with(@Nullable String otherDomain, @Nullable Integer otherPort) {
        return new HostConfig(
                otherDomain == null ? domain : otherDomain,
                otherPort == null ? port : otherPort,
                coreServices,
                defaultMainService,
                serverDbId,
                systemAuthTokens,
                sandbox,
                adbSql);
    }

    /// Tokens stay out of logs and error messages.
    @Override
    public String toString() {
        return "HostConfig[%s:%d]".formatted(domain, port);
    }
}
