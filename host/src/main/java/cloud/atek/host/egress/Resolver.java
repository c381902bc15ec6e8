package cloud.atek.host.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a name. May block for many seconds. Thread-safe.
@FunctionalInterface
public interface Resolver {

    /// The addresses of `localhost`.
    List<InetAddress> HERE =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    /// As this machine does it. `localhost` and the names below it are known without asking anybody
    /// (RFC 6761 section 6.3), for not every resolver knows them.
    Resolver SYSTEM =
            name -> HostName.isThisMachine(name) ? HERE : List.of(InetAddress.getAllByName(name));

    List<InetAddress> resolve(String name) throws UnknownHostException;
}
