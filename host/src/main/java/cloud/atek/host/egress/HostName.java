package cloud.atek.host.egress;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the text of a host says about where it leads, before anybody is asked for its address.
public sealed interface HostName {

    /// An address, in the one spelling that everybody reads alike.
    record Address(InetAddress address) implements HostName {}

    /// @param zones where the name may lead: only one that is a name at home may lead there
    record Name(String name, Set<Zone> zones) implements HostName {

        public Name {
            zones = Set.copyOf(zones);
        }

        /// The same for somebody who is trusted to know that it leads to a computer at home.
        public Name alsoAtHome() {
            var all = EnumSet.copyOf(zones);
            all.add(Zone.HOME);
            return new Name(name, all);
        }
    }

    /// The same for somebody who may reach nothing but the internet; empty when it is an address of
    /// another place.
    default Optional<HostName> inTheInternet() {
        return switch (this) {
            case Address(InetAddress address) ->
                    Zone.of(address) == Zone.INTERNET ? Optional.of(this) : Optional.empty();
            case Name(String name, _) -> Optional.of(new Name(name, Set.of(Zone.INTERNET)));
        };
    }

    /// Endings of names that nobody in the internet can own (RFC 6762, RFC 8375, ICANN's
    /// `internal`), and what routers make up.
    List<String> AT_HOME =
            List.of(
                    ".local",
                    ".lan",
                    ".home",
                    ".home.arpa",
                    ".internal",
                    ".intranet",
                    ".localdomain",
                    ".fritz.box");

    Pattern QUAD = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

    /// What the old C functions take for a number: decimal, octal or hexadecimal.
    Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)\\.?");

    /// @param text without brackets around IPv6
    /// @return empty when it is a number in a spelling that not everybody reads alike, or an IPv4
    ///   address in the disguise of IPv6
    static Optional<HostName> read(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.indexOf(':') >= 0) {
            return Optional.of(host)
                    .filter(literal -> literal.indexOf('%') < 0)
                    .flatMap(HostName::literal)
                    .filter(Inet6Address.class::isInstance)
                    .map(HostName.Address::new);
        }
        if (NUMBER.matcher(host).matches()) {
            return QUAD.matcher(host).matches()
                    ? literal(host).filter(Inet4Address.class::isInstance).map(Address::new)
                    : Optional.empty();
        }
        if (host.isEmpty() || host.startsWith(".") || host.contains("..")) {
            return Optional.empty();
        }
        return Optional.of(new Name(host, zones(host)));
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether it is `localhost` or a name below it.
    ///
    /// @param host in lower case
    static boolean isThisMachine(String host) {
        String plain = plain(host);
        return plain.equals("localhost") || plain.endsWith(".localhost");
    }

    /// Without the dot that may end a name.
    private static String plain(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static Set<Zone> zones(String host) {
        if (isThisMachine(host)) {
            return Set.of(Zone.MACHINE);
        }
        String plain = plain(host);
        boolean home = plain.indexOf('.') < 0 || AT_HOME.stream().anyMatch(plain::endsWith);
        return home ? Set.of(Zone.INTERNET, Zone.HOME) : Set.of(Zone.INTERNET);
    }
}
