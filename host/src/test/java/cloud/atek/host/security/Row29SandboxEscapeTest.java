package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A service tries to leave its sandbox: files, processes, sockets and signals of others,
/// namespaces of its own, the kernel's side doors. All is refused, whoever runs the host.
class Row29SandboxEscapeTest {

    private static final List<String> REFUSED =
            List.of(
                    "read /etc/shadow",
                    "list /root",
                    "list /home",
                    "list the host's folder",
                    "read another's data",
                    "read the host's environment",
                    "connect to another's socket",
                    "start a shell",
                    "start env",
                    "write /app/",
                    "write /jdk/",
                    "write /usr/",
                    "write /etc/",
                    "write /proc/",
                    "write /dev/",
                    "write /",
                    "write core_pattern",
                    "link in /run/atek",
                    "connect to the internet",
                    "connect to the network",
                    "signal the host",
                    "ptrace",
                    "mount",
                    "unshare user",
                    "unshare net",
                    "setns",
                    "chroot",
                    "keyctl",
                    "bpf",
                    "io_uring_setup",
                    "userfaultfd",
                    "process_vm_readv",
                    "type into the terminal",
                    "socket AF_PACKET",
                    "socket AF_NETLINK",
                    "socket AF_ALG");

    @ParameterizedTest
    @ValueSource(ints = {0, Escape.NOBODY})
    void nothingLeadsOut(int user) throws Exception {
        try (Escape escape = Escape.tried(user)) {
            assertThat(REFUSED)
                    .allSatisfy(attempt ->
                            assertThat(escape.results().get(attempt))
                                    .as(attempt)
                                    .startsWith("refused: "));
            assertThat(escape.results().get("list other processes by jcmd"))
                    .as("nothing but the number that it asked for")
                    .matches("done: (?:\\d+:)?\\s*|refused: .*");
            assertThat(escape.results().get("status"))
                    .contains("CapEff:0000000000000000", "NoNewPrivs:1", "Seccomp:2");
            layersAreTold(escape);
        }
    }

    /// Each layer is in force, or the host says that it is not.
    private static void layersAreTold(Escape escape) {
        String protection = escape.info().path("protection").toString();
        for (String layer : List.of("namespaces", "no-network", "seccomp", "limits")) {
            assertThat(escape.info().at("/protection/layers").toString()).contains(layer);
        }
        assertThat(protection).contains("cgroups", "landlock");
        int missing = escape.info().at("/protection/missing").size();
        assertThat(escape.info().at("/protection/rating").asInt())
                .isLessThanOrEqualTo(Math.max(1, 5 - missing))
                .isPositive();
        if (escape.info().at("/protection/layers").toString().contains("landlock")) {
            assertThat(escape.results().get("start what it wrote")).contains("Permission denied");
        }
    }
}
