package cloud.atek.api.adb;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HexFormat;

/// Makes keys that sort by the time they were made, in the form the first Atek's records have: the
/// milliseconds since 1970 as a lexicographic integer in hex, and for the second and later keys of
/// one millisecond a dot and a counter, such as `ff080be9fdbd86e8.01`.
///
/// Each is greater than the one before it, also when the clock goes back. Two generators may make
/// the same one. Thread-safe.
public final class AutoKeys {

    private final Clock clock;
    private long lastMs = -1;
    private long count;

    public AutoKeys(Clock clock) {
        this.clock = clock;
    }

    public synchronized String next() {
        long now = clock.millis();
        if (now > lastMs) {
            lastMs = now;
            count = 0;
            return hex(lastMs);
        }
        count++;
        return hex(lastMs) + "." + hex(count);
    }

    /// Bytes that sort as the numbers do: <https://github.com/substack/lexicographic-integer>.
    private static String hex(long number) {
        ByteBuffer out = ByteBuffer.allocate(10);
        long rest = number - 251;
        if (rest < 0) {
            out.put((byte) number);
        } else if (rest < 1L << 8) {
            out.put((byte) 251).put((byte) rest);
        } else if (rest < 1L << 16) {
            out.put((byte) 252).putShort((short) rest);
        } else if (rest < 1L << 24) {
            out.put((byte) 253).put((byte) (rest >> 16)).putShort((short) rest);
        } else if (rest < 1L << 32) {
            out.put((byte) 254).putInt((int) rest);
        } else {
            putLarge(rest, out);
        }
        return HexFormat.of().formatHex(out.array(), 0, out.position());
    }

    /// The exponent above 32, then the 44 bits from the highest set one on, in six bytes.
    private static void putLarge(long rest, ByteBuffer out) {
        int exponent = 63 - Long.numberOfLeadingZeros(rest);
        out.put((byte) 255).put((byte) (exponent - 32));
        long mantissa = exponent > 43 ? rest >> (exponent - 43) : rest << (43 - exponent);
        out.putShort((short) (mantissa >> 32)).putInt((int) mantissa);
    }
}
