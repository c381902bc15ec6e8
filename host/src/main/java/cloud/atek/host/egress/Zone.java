package cloud.atek.host.egress;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// How far away an address is.
///
/// Sources: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890).
public enum Zone {
    /// Anywhere in the world.
    INTERNET,

    /// Networks that are nobody else's: of a home or company, of a carrier, those for examples.
    HOME,

    /// This machine, and what only its own cable leads to, such as the `169.254.169.254` of rented
    /// machines.
    MACHINE,

    /// No computer has it: all of a network, none, or an address of the other version in disguise.
    NOWHERE;

    public static Zone of(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return NOWHERE;
        }
        if (address.isLoopbackAddress() || address.isLinkLocalAddress()) {
            return MACHINE;
        }
        return switch (address) {
            case Inet4Address _ -> of4(address.getAddress());
            case Inet6Address _ -> of6(address.getAddress());
            default -> NOWHERE;
        };
    }

    private static Zone of4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        if (first == 0 || first >= 240) {
            return NOWHERE;
        }
        boolean ours =
                first == 10
                        || (first == 172 && (second & 0xf0) == 16)
                        || (first == 192 && second == 168);
        boolean shared = first == 100 && (second & 0xc0) == 64;
        boolean protocol = first == 192 && second == 0 && third == 0;
        boolean benchmark = first == 198 && (second & 0xfe) == 18;
        boolean example =
                (first == 192 && second == 0 && third == 2)
                        || (first == 198 && second == 51 && third == 100)
                        || (first == 203 && second == 0 && third == 113);
        return ours || shared || protocol || benchmark || example ? HOME : INTERNET;
    }

    /// The internet is the global unicast block 2000::/3, without the parts of it that carry an
    /// IPv4 address (6to4 2002::/16, Teredo 2001::/32). NAT64's 64:ff9b::/96 lies outside.
    private static Zone of6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        boolean unique = (first & 0xfe00) == 0xfc00;
        boolean site = (first & 0xffc0) == 0xfec0;
        boolean example = first == 0x2001 && second == 0x0db8;
        if (unique || site || example) {
            return HOME;
        }
        boolean carrier = first == 0x2002 || (first == 0x2001 && second == 0);
        return (first & 0xe000) == 0x2000 && !carrier ? INTERNET : NOWHERE;
    }
}
