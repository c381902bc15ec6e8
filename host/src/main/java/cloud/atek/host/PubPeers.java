package cloud.atek.host;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.permissions.HostPort;
import cloud.atek.host.permissions.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rights of services, and for `core.earthstar` the way to the peers that owners of workspaces
/// set: the pub, which takes them from people in person alone, keeps them in a file, a line
/// `<host>:<port>` each. Thread-safe.
///
/// @param others what everybody else has
/// @param file in the data folder of the pub
record PubPeers(Rights others, Path file) implements Rights {

    private static final Logger log = LoggerFactory.getLogger(PubPeers.class);

    private static final ServiceKey PUB = new ServiceKey(CoreServices.EARTHSTAR.value());

    /// More lines are not read.
    private static final int PEERS_MAX = 20_000;

    @Override
    public Of of(ServiceKey service) {
        Of rights = others.of(service);
        if (!service.equals(PUB)) {
            return rights;
        }
        Set<HostPort> network = new HashSet<>(rights.network());
        network.addAll(peers());
        return new Of(
                rights.limited(),
                rights.apis(),
                network,
                rights.fullNetwork(),
                rights.folders(),
                rights.memoryMb(),
                rights.cpuPercent(),
                rights.storageMb());
    }

    @Override
    public void onChange(Consumer<ServiceKey> heard) {
        others.onChange(heard);
    }

    private List<HostPort> peers() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var lines = Files.lines(file)) {
            return lines.limit(PEERS_MAX).map(PubPeers::peer).toList();
        } catch (IOException | RuntimeException e) {
            log.warn("the peers of the pub cannot be read: {}", e.toString());
            return List.of();
        }
    }

    private static HostPort peer(String line) {
        int colon = line.lastIndexOf(':');
        return new HostPort(line.substring(0, colon), Integer.parseInt(line.substring(colon + 1)));
    }
}
