package cloud.atek.host.edge;

import cloud.atek.host.tls.TlsKeys;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Under which names and on which port the host answers.
///
/// @param names the roots, asked at each request, the first one first; each service answers one
///   label (or more) below each. Lower-case DNS labels, such as `localhost` or `home.lan`, at most
///   189 characters, so that the longest service id fits before it
/// @param port 1 to 65535; 0 asks the system for a free one
/// @param address the one address to listen on; null for all of them, IPv4 and IPv6, unless every
///   name means this machine alone: then only this machine can connect
/// @param notice what the pages say above all else, such as a warning; usually empty
/// @param secure TLS; null where there is none
public record EdgeConfig(
        Supplier<List<String>> names,
        int port,
        @Nullable String address,
        String notice,
        @Nullable Secure secure) {

    /// TLS beside plain HTTP, which then only leads there.
    ///
    /// @param port 1 to 65535; 0 asks the system for a free one
    /// @param keys with what it proves itself; the edge watches and closes them
    public record Secure(int port, TlsKeys keys) {}

    public EdgeConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
    }

    /// With nothing to say, and without TLS.
    EdgeConfig(Supplier<List<String>> names, int port, @Nullable String address) {
        this(names, port, address, "", null);
    }

    /// Whether no other machine can mean us by any of our names.
    boolean onlyHere() {
        return names.get().stream().allMatch(Authority::isOfThisMachine);
    }
}
