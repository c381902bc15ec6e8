package cloud.atek.host.doctor;

import cloud.atek.host.config.BadConfigException;
import cloud.atek.host.config.ConfigFile;
import cloud.atek.host.config.Fault;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.config.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// `config.json`, and whether the names that it gives lead here.
///
/// @param dir the data folder, which need not exist yet
record ConfigChecks(Path dir) {

    /// A name server that does not answer is not waited for.
    private static final Duration NAME_PATIENCE = Duration.ofSeconds(2);

    List<Finding> findings() {
        ConfigFile file = ConfigFile.in(dir);
        try {
            ConfigFile.Said said = file.said();
            HostConfig config = said.config();
            var findings = new ArrayList<Finding>();
            findings.add(settings(said));
            if (config.sandbox() == HostConfig.Confinement.NONE) {
                findings.add(
                        Finding.warning(
                                "Confinement",
                                "\"sandbox\": \"none\": every service can read all that you can",
                                "atek config unset sandbox, then restart Atek"));
            }
            if (inTheOpen(config)) {
                findings.add(
                        Finding.warning(
                                "TLS",
                                "off: passwords and sessions of %s travel in the open"
                                        .formatted(config.domain()),
                                "atek trust, then restart Atek; docs/tls.md tells the other ways"));
            }
            config.names().all().stream()
                    .filter(name -> !name.equals("localhost") && !name.endsWith(".localhost"))
                    .forEach(name -> findings.add(leadsHere(name)));
            return findings;
        } catch (BadConfigException e) {
            return List.of(Finding.broken("Settings", faults(e), "mend " + file.path()));
        } catch (IOException e) {
            return List.of(
                    Finding.broken(
                            "Settings",
                            file.path() + " cannot be read: " + e.getMessage(),
                            "ls -l " + file.path()));
        }
    }

    private static boolean inTheOpen(HostConfig config) {
        return config.tls() instanceof Tls.Off
                && config.names().all().stream()
                        .anyMatch(
                                name -> !name.equals("localhost") && !name.endsWith(".localhost"));
    }

    private static Finding settings(ConfigFile.Said said) {
        return said.notes().isEmpty()
                ? Finding.ok("Settings", "config.json is good")
                : Finding.warning(
                        "Settings",
                        "config.json is of the first Atek: " + said.notes().size() + " notes",
                        "atek config check tells them; the next start keeps the old file beside");
    }

    private static String faults(BadConfigException e) {
        return e.faults().stream().map(Fault::toString).collect(Collectors.joining("; "));
    }

    private static Finding leadsHere(String name) {
        String fix =
                "let %s and *.%s lead to this machine, by DNS or by /etc/hosts of each device"
                        .formatted(name, name);
        List<InetAddress> found = addresses(name);
        if (found.isEmpty()) {
            return Finding.warning("Name", name + " is not known to this machine", fix);
        }
        return found.stream().anyMatch(ConfigChecks::isOurs)
                ? Finding.ok("Name", name + " leads here")
                : Finding.warning(
                        "Name",
                        name + " leads to " + found.getFirst().getHostAddress() + ", not here",
                        fix + " (behind a router or a proxy that is as it should be)");
    }

    private static List<InetAddress> addresses(String name) {
        var answers = new LinkedBlockingQueue<List<InetAddress>>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answers.add(List.of(InetAddress.getAllByName(name)));
                    } catch (UnknownHostException e) {
                        answers.add(List.of());
                    }
                });
        try {
            var answer = answers.poll(NAME_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return answer == null ? List.of() : answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
