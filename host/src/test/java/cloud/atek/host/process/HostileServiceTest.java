package cloud.atek.host.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs `HostileService` once in the real sandbox; each test looks at what came of one kind of try.
class HostileServiceTest {

    private static final String EPERM = "refused: 1";
    private static final String ESRCH = "refused: 3";

    private static ServiceLab lab;
    private static ServerSocket host;
    private static ServerSocketChannel other;
    private static Map<String, String> results;

    @BeforeAll
    static void run() throws Exception {
        lab = new ServiceLab(true);
        host = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Path elsewhere = Files.createDirectories(lab.dir.resolve("data/k2"));
        Files.writeString(elsewhere.resolve("secret"), "of another");
        other = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        other.bind(UnixDomainSocketAddress.of(elsewhere.resolve("s")));
        Launch plain =
                lab.java(
                        "HostileService",
                        Map.of(
                                "HOST_FOLDER", lab.dir.toString(),
                                "OTHER_FILE", elsewhere.resolve("secret").toString(),
                                "OTHER_SOCKET", elsewhere.resolve("s").toString(),
                                "HOST_PID", String.valueOf(ProcessHandle.current().pid())));
        RunningService service = lab.started(withPort(plain, host.getLocalPort()));
        results = parsed(ServiceLab.get(service.socket()));
    }

    @AfterAll
    static void end() throws Exception {
        host.close();
        other.close();
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read /etc/shadow",
                "list /root",
                "list /home",
                "list the host's folder",
                "read another's data",
                "read the host's environment",
                "start a shell",
                "start env",
                "connect to another's socket"
            })
    void whatIsOutsideDoesNotExist(String attempt) {
        assertThat(results.get(attempt))
                .startsWith("refused: ")
                .containsAnyOf("NoSuchFile", "error=2", "No such file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write /app/",
                "write /jdk/",
                "write /usr/",
                "write /etc/",
                "write /proc/",
                "write /dev/",
                "write /run/",
                "write /",
                "write /etc/hosts",
                "write core_pattern",
                "write swappiness"
            })
    void codeAndSystemAreReadOnly(String attempt) {
        assertThat(results.get(attempt))
                .startsWith("refused: ")
                .containsAnyOf("Read-only file system", "AccessDenied", "NoSuchFile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect to a port of the host",
                "connect to the internet",
                "connect to the network"
            })
    void thereIsNoNetwork(String attempt) {
        assertThat(results.get(attempt))
                .startsWith("refused: ")
                .containsAnyOf("Connection refused", "Network is unreachable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ptrace",
                "mount",
                "umount",
                "unshare user",
                "unshare net",
                "setns",
                "chroot",
                "keyctl",
                "add_key",
                "bpf",
                "perf_event_open",
                "io_uring_setup",
                "userfaultfd",
                "process_vm_readv",
                "finit_module",
                "kexec_load",
                "reboot",
                "personality",
                "type into the terminal"
            })
    void dangerousCallsAreRefused(String attempt) {
        assertThat(results).containsEntry(attempt, EPERM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"socket AF_PACKET", "socket AF_NETLINK", "socket AF_ALG", "socket AF_VSOCK"})
    void otherSocketFamiliesDoNotExist(String attempt) {
        assertThat(results).containsEntry(attempt, "refused: 97");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket SCTP", "socket raw"})
    void otherProtocolsDoNotExist(String attempt) {
        assertThat(results).containsEntry(attempt, "refused: 93");
    }

    @Test
    void theNewCloneDoesNotExist() {
        assertThat(results).containsEntry("clone3", "refused: 38");
    }

    @Test
    void noLinkCanBePutWhereTheHostConnects() {
        assertThat(results.get("link in /run/atek")).contains("Operation not permitted");
    }

    @Test
    void temporaryFilesAreCapped() {
        assertThat(results.get("write 200 MB to /tmp")).contains("No space left on device");
    }

    @Test
    void noOtherProcessIsSeenOrSignalled() {
        assertThat(results).containsEntry("signal the host", ESRCH);
        assertThat(results).containsEntry("see processes", "done: [1, 2]");
    }

    @Test
    void allLayersAreOn() {
        assertThat(results)
                .containsEntry(
                        "status",
                        "done: CapEff:0000000000000000 CapBnd:0000000000000000 NoNewPrivs:1 Seccomp:2");
        assertThat(results.get("limits"))
                .contains("core file size 0 0", "open files 4096 4096", "processes 512 512");
    }

    @Test
    void nothingIsInherited() {
        assertThat(results.get("descriptors"))
                .contains("0>/dev/null", "1>pipe", "2>pipe")
                .doesNotContain("filter.bpf")
                .doesNotContainPattern("([3-9]|[0-9]{2})>pipe");
        assertThat(results).containsEntry("input", "done: -1");
        assertThat(results.get("variables")).doesNotContain("JAVA_HOME", "USER", "SHLVL");
        assertThat(results).containsEntry("user", "done: atek /data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write /data",
                "write /tmp",
                "serve and call its own loopback",
                "name localhost",
                "socket AF_UNIX",
                "socket AF_INET",
                "umlaut"
            })
    void whatItNeedsIsThere(String attempt) {
        assertThat(results.get(attempt)).startsWith("done: ");
    }

    private static Launch withPort(Launch launch, int port) {
        return new Launch(
                launch.key(),
                launch.id(),
                launch.program(),
                launch.tree(),
                launch.build(),
                launch.data(),
                launch.runDir(),
                launch.config(),
                launch.token(),
                port,
                launch.limits(),
                null);
    }

    private static Map<String, String> parsed(String answer) {
        var parsed = new HashMap<String, String>();
        for (String line : List.of(answer.split("\n", -1))) {
            int at = line.indexOf(" = ");
            parsed.put(line.substring(0, at), line.substring(at + 3));
        }
        return parsed;
    }
}
