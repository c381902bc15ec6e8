package cloud.atek.host;

import cloud.atek.api.ServiceId;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.config.Tls;
import cloud.atek.host.edge.EdgeConfig;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.tls.BadCertificateException;
import cloud.atek.host.tls.TlsKeys;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The wiring of TLS: which names the host must be able to prove.
final class TlsWiring {

    private static final String HERE = "localhost";

    private TlsWiring() {}

    /// @return null where there is no TLS
    static EdgeConfig.@Nullable Secure secure(Parts.Ground ground, Registry registry)
            throws IOException, BadCertificateException {
        HostConfig config = ground.settings().current();
        TlsKeys keys =
                TlsKeys.open(
                        config.tls(),
                        ground.dir(),
                        config.names().all(),
                        () -> names(ground.settings().current().names(), registry.ids()),
                        ground.clock());
        return switch (config.tls()) {
            case Tls.LocalCa(int port) when keys != null -> new EdgeConfig.Secure(port, keys);
            case Tls.Files(int port, _, _) when keys != null -> new EdgeConfig.Secure(port, keys);
            default -> null;
        };
    }

    /// All names that a browser may ask for. A star stands for one label alone (RFC 9525 section
    /// 6.3), so an id of two labels needs one of its own; and below a name of one label, such as
    /// `localhost`, browsers believe no star.
    static List<String> names(HostConfig.Names names, List<ServiceId> ids) {
        return Stream.concat(names.all().stream(), Stream.of(HERE))
                .distinct()
                .flatMap(root -> Stream.concat(Stream.of(root), below(root, ids)))
                .toList();
    }

    private static Stream<String> below(String root, List<ServiceId> ids) {
        if (!root.contains(".")) {
            return ids.stream().map(id -> id + "." + root).sorted();
        }
        return Stream.concat(Stream.of(""), ids.stream().map(id -> rest(id.value())))
                .distinct()
                .sorted()
                .map(rest -> "*" + rest + "." + root);
    }

    /// Of `core.adb` what stands behind the first label: `.adb`.
    private static String rest(String id) {
        int dot = id.indexOf('.');
        return dot < 0 ? "" : id.substring(dot);
    }
}
