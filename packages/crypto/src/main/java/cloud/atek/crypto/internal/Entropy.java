package cloud.atek.crypto.internal;

import java.security.SecureRandom;

/// The system's random source, opened at first use. Thread-safe.
public final class Entropy {

    private Entropy() {}

    public static void fill(byte[] bytes) {
        Source.RANDOM.nextBytes(bytes);
    }

    public static byte[] bytes(int size) {
        var bytes = new byte[size];
        fill(bytes);
        return bytes;
    }

    private static final class Source {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
