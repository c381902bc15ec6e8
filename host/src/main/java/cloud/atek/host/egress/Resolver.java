package cloud.atek.host.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a name. May block for many seconds. Thread-safe.
@FunctionalInterface
public interface Resolver {

    /// As this machine does it.
    Resolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    List<InetAddress> resolve(String name) throws UnknownHostException;
}
