package cloud.atek.api.permissions;

import java.util.Locale;
import java.util.regex.Pattern;

/// One place in the network, exactly: no wildcards.
///
/// @param host a name or an address, lower case, without a dot at its end; IPv6 without brackets
/// @param port 1 to 65535
public record HostPort(String host, int port) {

    public static final int HOST_LENGTH_MAX = 253;
    public static final int HTTPS_PORT = 443;

    private static final int PORT_MAX = 65_535;
    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-z_]([0-9a-z_.-]*[0-9a-z_])?|[0-9a-f:.]*:[0-9a-f:.]*");

    public HostPort {
        String plain = host.toLowerCase(Locale.ROOT);
        if (plain.startsWith("[") && plain.endsWith("]")) {
            plain = plain.substring(1, plain.length() - 1);
        }
        host = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        if (host.length() > HOST_LENGTH_MAX || !SHAPE.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "want a host such as api.example.com, without a scheme, a path or \"*\"");
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("want a port from 1 to 65535, is " + port);
        }
    }

    /// As people write it: `api.example.com:443`.
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
