package cloud.atek.host.install;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Tells public addresses from those of this machine and its surroundings.
///
/// Sources: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890).
final class Reachable {

    private Reachable() {}

    static boolean isPublic(InetAddress address) {
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isMulticastAddress()
                && switch (address) {
                    case Inet4Address _ -> isPublic4(address.getAddress());
                    case Inet6Address _ -> isPublic6(address.getAddress());
                    default -> false;
                };
    }

    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        boolean shared = first == 100 && (second & 0xc0) == 64;
        boolean protocol = first == 192 && second == 0 && third == 0;
        boolean benchmark = first == 198 && (second & 0xfe) == 18;
        boolean example =
                (first == 192 && second == 0 && third == 2)
                        || (first == 198 && second == 51 && third == 100)
                        || (first == 203 && second == 0 && third == 113);
        return first != 0 && first < 240 && !shared && !protocol && !benchmark && !example;
    }

    /// Only the global unicast block 2000::/3, without the parts of it that carry an IPv4 address
    /// (6to4 2002::/16, Teredo 2001::/32) and the examples 2001:db8::/32. NAT64's 64:ff9b::/96 lies
    /// outside.
    private static boolean isPublic6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        boolean global = (first & 0xe000) == 0x2000;
        boolean carrier = first == 0x2002 || (first == 0x2001 && second == 0);
        boolean example = first == 0x2001 && second == 0x0db8;
        return global && !carrier && !example;
    }
}
