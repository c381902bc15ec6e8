package cloud.atek.host.process.guest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A service that tries to get out, and answers with what came of each try: `name = what` per line.
public final class HostileService {

    private static final boolean INTEL = System.getProperty("os.arch").equals("amd64");
    private static final Map<String, String> RESULTS = new LinkedHashMap<>();

    private HostileService() {}

    public static void main(String[] args) throws Exception {
        files();
        network();
        processes();
        calls();
        families();
        state();
        PlainService.serve(() ->
                RESULTS.entrySet().stream()
                        .map(each -> each.getKey() + " = " + each.getValue().replace('\n', ' '))
                        .collect(Collectors.joining("\n")));
    }

    private static void files() {
        attempt("read /etc/shadow", () -> Files.readString(Path.of("/etc/shadow")));
        attempt("list /root", () -> list("/root"));
        attempt("list /home", () -> list("/home"));
        attempt("list the host's folder", () -> list(System.getenv("HOST_FOLDER")));
        attempt(
                "read another's data",
                () -> Files.readString(Path.of(System.getenv("OTHER_FILE"))));
        for (String folder :
                List.of("/app", "/jdk", "/usr", "/kit", "/etc", "/proc", "/dev", "/run", "")) {
            attempt(
                    "write " + folder + "/",
                    () -> Files.writeString(Path.of(folder + "/mine"), "x"));
        }
        attempt("write /etc/hosts", () -> writing("/etc/hosts"));
        attempt("write core_pattern", () -> writing("/proc/sys/kernel/core_pattern"));
        attempt("write swappiness", () -> writing("/proc/sys/vm/swappiness"));
        attempt("write /data", () -> Files.writeString(Path.of("/data/mine"), "x"));
        attempt("write /tmp", () -> Files.writeString(Path.of("/tmp/mine"), "x"));
        attempt(
                "write 200 MB to /tmp",
                () -> Files.write(Path.of("/tmp/big"), new byte[30 << 20]) + fill());
        attempt(
                "link in /run/atek",
                () -> Files.createSymbolicLink(Path.of("/run/atek/l"), Path.of("/x")));
    }

    private static String fill() throws IOException {
        for (int i = 0; i < 6; i++) {
            Files.write(Path.of("/tmp/big" + i), new byte[30 << 20]);
        }
        return "filled";
    }

    private static void network() {
        int port = Integer.parseInt(System.getenv("ATEK_HOST_PORT"));
        attempt("connect to a port of the host", () -> connect("127.0.0.1", port));
        attempt("connect to the internet", () -> connect("192.0.2.1", 80));
        attempt("connect to the network", () -> connect("10.0.0.1", 80));
        attempt(
                "connect to another's socket",
                () ->
                        SocketChannel.open(
                                UnixDomainSocketAddress.of(System.getenv("OTHER_SOCKET"))));
        attempt(
                "serve and call its own loopback",
                () -> {
                    try (var server = new java.net.ServerSocket(0)) {
                        return connect("127.0.0.1", server.getLocalPort());
                    }
                });
        attempt(
                "name localhost",
                () -> java.net.InetAddress.getByName("localhost").getHostAddress());
    }

    private static void processes() {
        long host = Long.parseLong(System.getenv("HOST_PID"));
        attempt("start a shell", () -> new ProcessBuilder("/bin/sh", "-c", "id").start());
        attempt("start what it wrote", HostileService::ownProgram);
        attempt("list other processes by jcmd", HostileService::jcmd);
        attempt("start env", () -> new ProcessBuilder("/usr/bin/env").start());
        attempt(
                "see processes",
                () -> ProcessHandle.allProcesses().map(ProcessHandle::pid).sorted().toList());
        attempt(
                "read the host's environment",
                () -> Files.readString(Path.of("/proc/" + host + "/environ")));
        call("signal the host", 62, 129, host, 0);
    }

    private static Object ownProgram() throws IOException {
        Path copy = Path.of("/data/java");
        Files.deleteIfExists(copy);
        Files.copy(Path.of("/jdk/bin/java"), copy);
        return copy.toFile().setExecutable(true) + " " + new ProcessBuilder("/data/java").start();
    }

    private static Object jcmd() throws IOException {
        Process process = new ProcessBuilder("/jdk/bin/jcmd", System.getenv("HOST_PID")).start();
        return new String(
                process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void families() {
        attempt(
                "families",
                () ->
                        java.util.stream.IntStream.range(0, 64)
                                .filter(HostileService::exists)
                                .boxed()
                                .toList());
    }

    private static boolean exists(int family) {
        try {
            return Native.call(INTEL ? 41 : 198, family, 1, 0) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void calls() {
        call("ptrace", 101, 117, 0);
        call("mount", 165, 40);
        call("umount", 166, 39);
        call("unshare user", 272, 97, 0x10000000);
        call("unshare net", 272, 97, 0x40000000);
        call("setns", 308, 268, 0, 0);
        call("chroot", 161, 51);
        call("keyctl", 250, 219, 0, 0);
        call("add_key", 248, 217);
        call("bpf", 321, 280);
        call("perf_event_open", 298, 241);
        call("io_uring_setup", 425, 425, 1);
        call("userfaultfd", 323, 282);
        call("process_vm_readv", 310, 270, 1);
        call("finit_module", 313, 273);
        call("kexec_load", 246, 104);
        call("reboot", 169, 142);
        call("personality", 135, 92, 0xFFFFFFFFL);
        call("clone3", 435, 435);
        call("socket AF_PACKET", 41, 198, 17, 3, 0);
        call("socket AF_NETLINK", 41, 198, 16, 3, 0);
        call("socket AF_ALG", 41, 198, 38, 5, 0);
        call("socket AF_VSOCK", 41, 198, 40, 1, 0);
        call("socket SCTP", 41, 198, 2, 1, 132);
        call("socket raw", 41, 198, 2, 3, 255);
        call("socket AF_UNIX", 41, 198, 1, 1, 0);
        call("socket AF_INET", 41, 198, 2, 1, 0);
        call("type into the terminal", 16, 29, 0, 0x5412);
    }

    private static void state() {
        attempt(
                "status",
                () ->
                        Files.readAllLines(Path.of("/proc/self/status")).stream()
                                .filter(line ->
                                        line.matches("(CapEff|CapBnd|NoNewPrivs|Seccomp):.*"))
                                .map(line -> line.replaceAll("\\s+", ""))
                                .collect(Collectors.joining(" ")));
        attempt(
                "limits",
                () ->
                        Files.readAllLines(Path.of("/proc/self/limits")).stream()
                                .filter(line -> line.matches("Max (core|open|processes).*"))
                                .map(line -> line.replaceAll("\\s+", " "))
                                .collect(Collectors.joining(";")));
        attempt("descriptors", HostileService::descriptors);
        attempt("variables", () -> new java.util.TreeSet<>(System.getenv().keySet()));
        attempt(
                "user",
                () -> System.getProperty("user.name") + " " + System.getProperty("user.home"));
        attempt("input", () -> System.in.read());
        attempt("umlaut", () -> Files.writeString(Path.of("/data/größe"), "x"));
    }

    private static void attempt(String name, Callable<Object> action) {
        try {
            RESULTS.put(name, "done: " + action.call());
        } catch (Exception e) {
            RESULTS.put(name, "refused: " + e);
        }
    }

    private static void call(String name, int x86, int arm, long... arguments) {
        try {
            int error = Native.call(INTEL ? x86 : arm, arguments);
            RESULTS.put(name, error == 0 ? "done: " : "refused: " + error);
        } catch (Throwable e) {
            RESULTS.put(name, "broken: " + e);
        }
    }

    private static Object writing(String path) throws IOException {
        try (var out = Files.newOutputStream(Path.of(path), StandardOpenOption.WRITE)) {
            return out;
        }
    }

    private static Object connect(String host, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 2_000);
            return "connected";
        }
    }

    private static Object descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(path -> path.getFileName() + ">" + target(path)).sorted().toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "gone";
        }
    }

    private static Object list(String folder) throws IOException {
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
