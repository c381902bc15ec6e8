package cloud.atek.host.security;

import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One packaged host with ada, an admin, and bob, a member, for all rows that leave it running: a
/// test class asks for it in its constructor. Thread-safe.
final class House implements AutoCloseable {

    private static final Namespace NAMESPACE = Namespace.create(House.class);

    private final AtomicInteger names = new AtomicInteger();
    private final TestHost host;
    private final Person ada;
    private final Person bob;

    private House() throws IOException, InterruptedException {
        host = TestHost.up(TestHost.freshHome());
        ada = Person.made(host, "ada", "admin");
        bob = Person.made(host, "bob", "member");
    }

    /// Starts it for the first class that asks, and ends it after the last.
    static final class Key implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == House.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(House.class, _ -> open(), House.class);
        }

        private static House open() {
            try {
                return new House();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    TestHost host() {
        return host;
    }

    Person ada() {
        return ada;
    }

    Person bob() {
        return bob;
    }

    /// A name that nobody has yet.
    String fresh(String prefix) {
        return prefix + names.incrementAndGet();
    }

    /// A folder that the host runs in place, with this page.
    static Path page(Path dir, String name, String html) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(name));
        Files.writeString(folder.resolve("index.html"), html);
        return folder;
    }

    /// Installs for everyone.
    ///
    /// @param options fields of the call besides
    /// @return the whole answer
    JsonNode install(String source, Map<String, Object> options) throws IOException {
        var all = new HashMap<>(options);
        all.put("sourceUrl", source);
        return host.call("atek.cloud/services-api", "install", all);
    }

    /// What a browser says when a page of this name asks its own origin.
    Map<String, String> pageOf(String name) {
        return Map.of(
                "Origin", "http://" + name + ":" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    /// All that the host itself wrote down and printed.
    String logged() throws IOException {
        var all = new StringBuilder(host.printed());
        try (Stream<Path> files = Files.list(host.home().resolve("logs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    Http stranger() {
        return host.browser();
    }

    @Override
    public void close() {
        host.close();
    }
}
