package cloud.atek.host.egress;

import cloud.atek.api.permissions.HostPort;
import java.io.IOException;

/// Where one program may go, and who hears of what it did there. Thread-safe.
public interface Policy {

    /// Whether it may connect there now. Asked for each connection, before any name is resolved.
    boolean allows(HostPort to);

    /// What its name may lead to; by itself, what the name says.
    default HostName where(HostName host) {
        return host;
    }

    /// It asked for a place where it may not go.
    ///
    /// @return one sentence: what it lacks, and who can change that
    String refused(HostPort to);

    /// A connection is there.
    default void connected(HostPort to) {}

    /// What [#connected] told of has ended.
    default void ended(HostPort to) {}

    /// Bytes that are about to pass.
    ///
    /// @throws IOException when it may send or receive no more; the connection then ends
    void passes(HostPort to, long sent, long received) throws IOException;
}
