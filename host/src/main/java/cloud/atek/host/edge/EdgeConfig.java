package cloud.atek.host.edge;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Under which name and on which port the host answers.
///
/// @param domain the root; each service answers one label (or more) below it. Lower-case DNS
///   labels, such as `localhost` or `home.lan`, at most 189 characters, so that the longest service
///   id fits before it
/// @param port 1 to 65535; 0 asks the system for a free one
/// @param address the one address to listen on, or null for all of them, IPv4 and IPv6
public record EdgeConfig(String domain, int port, @Nullable String address) {

    private static final int DOMAIN_LENGTH_MAX = 253 - 1 - 63;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

    public EdgeConfig {
        if (domain.length() > DOMAIN_LENGTH_MAX || !DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    "domain \"" + domain + "\": want lower-case labels such as home.lan");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
    }

    /// On all addresses of the machine.
    public EdgeConfig(String domain, int port) {
        this(domain, port, null);
    }
}
