package cloud.atek.crypto;

import java.security.SecureRandom;

/// The system's random source, opened at first use.
final class Entropy {

    private Entropy() {}

    static void fill(byte[] bytes) {
        Source.RANDOM.nextBytes(bytes);
    }

    private static final class Source {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
