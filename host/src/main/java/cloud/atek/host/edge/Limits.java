package cloud.atek.host.edge;

import cloud.atek.wire.HttpClient.Patience;
import java.time.Duration;

/// What the edge puts up with from the outside.
final class Limits {

    /// A request line with its headers, in bytes; more is 431. Holds the longest address plus a
    /// browser's full jar of cookies for one name.
    static final int REQUEST_HEAD_BYTES_MAX = 16 << 10;

    /// The headers of one response, in bytes; a service that sends more gets a 502 shown for it.
    static final int RESPONSE_HEAD_BYTES_MAX = 32 << 10;

    /// One JSON-RPC request, in bytes; more is 413. It is held in memory once.
    static final int CALL_BYTES_MAX = 16 << 20;

    /// The same of who has not proven who he is, such as a login.
    static final int STRANGERS_CALL_BYTES_MAX = 64 << 10;

    /// All JSON-RPC requests that are in memory at the same time, in bytes; more is 503. With what
    /// is made of them it fits the heap of a small machine.
    static final long ALL_CALLS_BYTES_MAX = 40L << 20;

    /// Those of strangers, in bytes.
    static final long STRANGERS_CALLS_BYTES_MAX = 4L << 20;

    /// What comes slower than so many bytes a second, after [#HEAD_WITHIN], is 408: a line of the
    /// slowest kind is faster.
    static final long BODY_BYTES_PER_SECOND_MIN = 1 << 10;

    /// One request that is passed on to a `proxy` API, in bytes; more is 413. It is never in
    /// memory.
    static final long PASSED_BYTES_MAX = 4L << 30;

    /// The form of the first admin, in bytes: three short strings.
    static final int SETUP_BYTES_MAX = 4 << 10;

    /// Connections open at once; for one more, the one that waits longest is closed. One costs
    /// about 10 kB, over TLS about 60 kB.
    static final int CONNECTIONS_MAX = 2048;

    /// Connections of one address, unless it is this machine's: a household behind one router.
    static final int CONNECTIONS_OF_ONE_ADDRESS_MAX = 512;

    /// From opening a connection to the end of the head of its first request, TLS included. Behind
    /// an answer it may take this long after [#CONNECTION_IDLE].
    static final Duration HEAD_WITHIN = Duration.ofSeconds(15);

    /// Requests of one connection that are answered at the same time, over HTTP/2.
    static final int STREAMS_MAX = 128;

    /// A connection on which nothing moves for so long is closed.
    static final Duration CONNECTION_IDLE = Duration.ofSeconds(60);

    /// WebSockets that one user has open at the same time, with all his devices; more is 429.
    static final int SOCKETS_OF_ONE_USER_MAX = 256;

    /// Two joined WebSockets on which nothing moves for so long are closed; pings keep them.
    static final Duration TUNNEL_IDLE = Duration.ofMinutes(30);

    /// The client of a WebSocket that takes none of what waits for it for so long is sent away.
    /// What waits is one piece of [#COPY_BYTES]; the service is not read meanwhile.
    static final Duration TUNNEL_STALLED = Duration.ofSeconds(60);

    /// How long a service may take: to accept a connection, to begin its answer, and between two
    /// pieces of it, which for a stream of events may be long.
    static final Patience SERVICE_PATIENCE =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(30));

    /// How long a page waits for a service that wakes up or starts, before it is shown that.
    static final Duration PAGE_WAITS = Duration.ofSeconds(4);

    /// How often it is checked that the callers of streams and WebSockets are still logged in.
    static final Duration PROOF_CHECKED_EVERY = Duration.ofMillis(500);

    /// Session cookies of one name that are looked at in one request: siblings may plant some.
    static final int COOKIES_LOOKED_AT = 8;

    /// Where a page wants to go after logging in, in characters.
    static final int RETURN_PATH_LENGTH_MAX = 4096;

    /// One read of a body and one write of it, in bytes.
    static final int COPY_BYTES = 32 << 10;

    /// One read of a stream of events, in bytes: most are small, and there are many streams.
    static final int EVENTS_COPY_BYTES = 4 << 10;

    /// Web files whose hash is remembered, about 200 bytes each.
    static final int ETAGS_REMEMBERED = 4096;

    private Limits() {}
}
