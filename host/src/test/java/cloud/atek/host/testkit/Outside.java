package cloud.atek.host.testkit;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An [Island] with servers in its world, names for them that a host believes, and certificates
/// that it accepts. One thread.
///
/// Each server tells the address at which it was asked: `web` are HTTP on 80, HTTPS on 443, and
/// lines on 7000, at all addresses of the world. A second one of the same kind is in the house, for
/// what must not be reached.
public final class Outside implements AutoCloseable {

    private static final Path SERVER = Path.of("src/test/resources/egress/server.cjs");
    private static final String PASSWORD = "changeit";

    private final Island island;
    private final Path dir;

    private Outside(Island island, Path dir) {
        this.island = island;
        this.dir = dir;
    }

    /// @param dir an empty folder
    /// @param names for which the certificate of the world counts
    /// @param addresses IPv4, of the world
    public static Outside make(Path dir, List<String> names, String... addresses)
            throws IOException, InterruptedException {
        var outside = new Outside(Island.make(addresses), dir);
        outside.certify(names);
        outside.names(Map.of());
        outside.serve("world", outside.dir.resolve("world.p12").toString());
        outside.serve("house", "");
        return outside;
    }

    private void certify(List<String> names) throws IOException {
        String store = dir.resolve("world.p12").toString();
        var san = new ArrayList<String>();
        names.forEach(name -> san.add("dns:" + name));
        keytool(
                ("-genkeypair -alias world -keyalg EC -storetype PKCS12 -dname CN=world"
                                + " -ext SAN=%s -storepass %s -keystore %s")
                        .formatted(String.join(",", san), PASSWORD, store));
        keytool(
                "-exportcert -rfc -alias world -file %s -storepass %s -keystore %s"
                        .formatted(authority(), PASSWORD, store));
    }

    /// @param words none of them has a space in it
    private static void keytool(String words) {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
        command.addAll(List.of(words.split(" ", -1)));
        Run run = Run.of(command);
        if (run.exitCode() != 0) {
            throw new IllegalStateException(run.out());
        }
    }

    private void serve(String where, String pfx) throws IOException, InterruptedException {
        Path out = dir.resolve(where + ".out");
        var command = new ArrayList<>(List.of("node", SERVER.toAbsolutePath().toString()));
        command.add(log(where).toString());
        if (!pfx.isEmpty()) {
            command.add(pfx);
        }
        String[] words = command.toArray(String[]::new);
        Process server =
                where.equals("world")
                        ? island.startInWorld(out, words)
                        : island.startInHouse(out, words);
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!Files.readString(out).contains("ready")) {
            if (!server.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("no server: " + Files.readString(out));
            }
            Thread.sleep(20);
        }
    }

    private Path log(String where) {
        return dir.resolve(where + ".log");
    }

    public Island island() {
        return island;
    }

    /// The certificate, as PEM.
    public Path authority() {
        return dir.resolve("world.pem");
    }

    /// From now on the host finds these addresses under these names, and no others.
    ///
    /// @param names each with one address or several, separated by spaces
    public void names(Map<String, String> names) throws IOException {
        write(hosts(), names);
    }

    private void write(Path to, Map<String, String> names) throws IOException {
        var lines = new StringBuilder("127.0.0.1 localhost\n");
        names.forEach((name, addresses) -> {
            for (String address : addresses.split(" ", -1)) {
                lines.append(address).append(' ').append(name).append('\n');
            }
        });
        Path fresh = dir.resolve("hosts.new");
        Files.writeString(fresh, lines);
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path hosts() {
        return dir.resolve("hosts");
    }

    /// From now on whoever asks the world for something below `path` is sent there.
    public void redirect(String path, String to) throws IOException {
        Files.writeString(dir.resolve("redirects"), path + " " + to + "\n", CREATE, APPEND);
    }

    /// From the next request to the world on, before it is answered, these names count.
    public void moveNames(Map<String, String> names) throws IOException {
        write(dir.resolve("hosts.next"), names);
    }

    /// What the servers of the world were asked so far, a line for each.
    public String seen() throws IOException {
        return Files.readString(log("world"));
    }

    /// The same of those in the house.
    public String seenInHouse() throws IOException {
        return Files.readString(log("house"));
    }

    /// Starts a host in the house. It asks no server for names, and forgets each at once.
    public TestHost host() throws IOException, InterruptedException {
        String options =
                String.join(
                        " ",
                        "-Djdk.net.hosts.file=" + hosts(),
                        "-Dsun.net.inetaddr.ttl=0",
                        "-Dsun.net.inetaddr.negative.ttl=0",
                        "-Djavax.net.ssl.trustStore=" + dir.resolve("world.p12"),
                        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
        return TestHost.upIn(island, TestHost.freshHome(), Map.of("ATEK_JAVA_OPTS", options));
    }

    @Override
    public void close() throws IOException {
        island.close();
    }
}
