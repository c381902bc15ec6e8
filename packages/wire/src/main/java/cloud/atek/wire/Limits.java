package cloud.atek.wire;

import java.time.Duration;

/// What one side of a connection puts up with.
///
/// @param headBytes start line and headers together, in bytes
/// @param headers lines in one head
/// @param targetBytes the request target, in bytes
/// @param bodyBytes one request body, in bytes; a longer one is answered 413
/// @param head how long one head may take, from its first byte to its last
/// @param idle how long a server keeps a connection that sends no request
/// @param stall how long one read of a body or one write may make no progress
/// @param connections open at once; one more is answered 503 and closed
public record Limits(
        int headBytes,
        int headers,
        int targetBytes,
        long bodyBytes,
        Duration head,
        Duration idle,
        Duration stall,
        int connections) {

    /// Heads as large as nginx and Jetty take them; idle is longer than a client of ours keeps a
    /// connection ([HttpClient]), so that mostly the client ends it.
    public static final Limits DEFAULT =
            new Limits(
                    16 << 10,
                    100,
                    8 << 10,
                    64L << 20,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    1024);

    public Limits {
        if (headBytes < 256 || headers < 1 || targetBytes < 1 || connections < 1) {
            throw new IllegalArgumentException("want positive limits and 256 bytes for a head");
        }
        if (bodyBytes < 0 || !positive(head) || !positive(idle) || !positive(stall)) {
            throw new IllegalArgumentException("want positive times and no negative body size");
        }
    }

    private static boolean positive(Duration time) {
        return time.isPositive();
    }

    public Limits withBodyBytes(long bytes) {
        return new Limits(headBytes, headers, targetBytes, bytes, head, idle, stall, connections);
    }

    public Limits withTimes(Duration newHead, Duration newIdle, Duration newStall) {
        return new Limits(
                headBytes,
                headers,
                targetBytes,
                bodyBytes,
                newHead,
                newIdle,
                newStall,
                connections);
    }

    public Limits withConnections(int most) {
        return new Limits(headBytes, headers, targetBytes, bodyBytes, head, idle, stall, most);
    }
}
