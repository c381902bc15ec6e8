package cloud.atek.host.testkit;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A host as a user has it: `atek up` of the built distribution, on a folder of its own.
///
/// Any thread may call it. Closing it ends the host as Ctrl-C does.
public final class TestHost implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern OPEN = Pattern.compile("Open +(https?://\\S+)");
    private static final Pattern SETUP = Pattern.compile("(https?://\\S+/_atek/setup\\?code=\\S+)");

    private final Path home;
    private final Process process;
    private final Path out;
    private final URI ui;
    private final Place place;

    private TestHost(Path home, Process process, Path out, URI ui, Place place) {
        this.home = home;
        this.process = process;
        this.out = out;
        this.ui = ui;
        this.place = place;
    }

    /// Where commands run, and with what variables besides those of this process.
    private record Place(UnaryOperator<List<String>> inside, Map<String, String> environment) {
        static final Place HERE = new Place(UnaryOperator.identity(), Map.of());
    }

    /// An empty folder whose path is short enough for sockets.
    public static Path freshHome() throws IOException {
        return Files.createTempDirectory(Path.of("/tmp"), "atk");
    }

    /// Starts a host on `home` and waits until it prints that it is up.
    ///
    /// @throws IllegalStateException when it does not come up
    public static TestHost up(Path home, String... more) throws IOException, InterruptedException {
        return upAt(home, 0, more);
    }

    /// The same as a user of this machine who is nobody else: only root can do that.
    ///
    /// @param user his number; the folder becomes his
    public static TestHost upAs(int user, Path home) throws IOException, InterruptedException {
        Files.setAttribute(home, "unix:uid", user);
        Files.setAttribute(home, "unix:gid", user);
        UnaryOperator<List<String>> as =
                command -> {
                    String number = Integer.toString(user);
                    var all =
                            new ArrayList<>(
                                    List.of(
                                            "setpriv",
                                            "--reuid",
                                            number,
                                            "--regid",
                                            number,
                                            "--clear-groups"));
                    all.addAll(command);
                    return all;
                };
        return up(new Place(as, Map.of("HOME", home.toString())), home, 0);
    }

    /// The same at a port of its own choice; 0 for any.
    public static TestHost upAt(Path home, int port, String... more)
            throws IOException, InterruptedException {
        return up(Place.HERE, home, port, more);
    }

    /// Starts a host in the house of an island, where its port can be reached from here as well.
    ///
    /// @param environment variables besides those of this process
    public static TestHost upIn(
            Island island, Path home, Map<String, String> environment, String... more)
            throws IOException, InterruptedException {
        int port = Doorway.open(island, Files.createDirectories(home.resolve("door")));
        return up(new Place(island::inHouse, environment), home, port, more);
    }

    private static TestHost up(Place place, Path home, int port, String... more)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("host", ".out");
        Process process = begin(place, home, out, port, more);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            Matcher open = OPEN.matcher(Files.readString(out));
            if (open.find() && Files.readString(out).contains("Stop ")) {
                return new TestHost(home, process, out, URI.create(open.group(1)), place);
            }
            Thread.sleep(20);
        }
        process.destroyForcibly();
        throw new IllegalStateException("the host does not come up: " + Files.readString(out));
    }

    /// Starts `atek up` and does not wait.
    ///
    /// @param out where it prints
    public static Process begin(Path home, Path out, String... more) throws IOException {
        return begin(Place.HERE, home, out, 0, more);
    }

    private static Process begin(Place place, Path home, Path out, int port, String... more)
            throws IOException {
        var command = new ArrayList<>(List.of(script(), "up", "--yes", "--no-open"));
        command.addAll(List.of("--configDir", home.toString(), "--port", "" + port));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(place.inside().apply(command));
        builder.environment().putAll(place.environment());
        return builder.redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    /// The script of the built distribution.
    public static String script() {
        String dist = System.getProperty("atek.dist");
        if (dist == null) {
            throw new IllegalStateException("run by Maven, which says where atek.dist is");
        }
        return dist + "/atek";
    }

    public Path home() {
        return home;
    }

    /// The plain port.
    public int port() {
        if (ui.getScheme().equals("http")) {
            return ui.getPort();
        }
        try {
            Path lock = home.resolve("atek.lock");
            return MessageCodec.JSON.readTree(lock.toFile()).path("port").asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The port of TLS, of a host that has it on.
    public int securePort() {
        return ui.getPort();
    }

    public long pid() {
        return process.pid();
    }

    /// All that it printed so far.
    public String printed() throws IOException {
        return Files.readString(out);
    }

    /// The code of the first admin's link.
    public String setupCode() throws IOException {
        Matcher setup = SETUP.matcher(printed());
        if (!setup.find()) {
            throw new IllegalStateException("no setup link in: " + printed());
        }
        return setup.group(1).replaceFirst(".*code=", "");
    }

    public Http browser() {
        return new Http(port());
    }

    /// Runs a command of the command line against this host.
    public Run cli(String... words) {
        var command = new ArrayList<>(List.of(script()));
        command.addAll(List.of(words));
        command.addAll(List.of("--configDir", home.toString()));
        return Run.of(place.inside().apply(command), place.environment());
    }

    /// The token with which the command line proves itself.
    public String systemToken() throws IOException {
        JsonNode config = MessageCodec.JSON.readTree(home.resolve("config.json").toFile());
        return config.path("systemAuthTokens").path(0).asText();
    }

    /// Calls an API as the host.
    ///
    /// @return the whole answer
    public JsonNode call(String api, String method, Object... params) throws IOException {
        return call(
                browser(), Map.of("Authorization", "Bearer " + systemToken()), api, method, params);
    }

    /// Calls an API with these headers.
    public JsonNode call(
            Http as, Map<String, String> headers, String api, String method, Object... params)
            throws IOException {
        return callAt("localhost", as, headers, api, method, params);
    }

    /// Calls an API with these headers under one of the names of this host.
    public JsonNode callAt(
            String name,
            Http as,
            Map<String, String> headers,
            String api,
            String method,
            Object... params)
            throws IOException {
        ObjectNode request = MessageCodec.JSON.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", 1).put("method", method);
        ArrayNode array = request.putArray("params");
        for (Object param : params) {
            array.add(MessageCodec.JSON.<JsonNode>valueToTree(param));
        }
        String answer =
                as.post(name, "/_atek/gateway?api=" + api, request.toString(), headers).body();
        return MessageCodec.JSON.readTree(answer);
    }

    /// All processes below the host.
    public List<ProcessHandle> children() {
        return process.toHandle().descendants().toList();
    }

    /// Ends the host without a word, as a power cut would.
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /// Ends it as Ctrl-C does.
    ///
    /// @throws IllegalStateException when it does not end within 10 s
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the host does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
