package cloud.atek.host.security;

import cloud.atek.rpc.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/// Writes to [#FILE] how the tests of each row went, in this run and no other. JUnit finds it by
/// itself, so that no test of a row can be left out. Thread-safe.
public final class RowResults implements TestWatcher, BeforeAllCallback, AfterAllCallback {

    /// From the folder of the module: `{class: {tests, failed, notRun, ms}}`.
    static final Path FILE = Path.of("target/security-rows.json");

    private static final Namespace NAMESPACE = Namespace.create(RowResults.class);

    /// How it went in one class.
    private record Tally(
            AtomicInteger tests, AtomicInteger failed, AtomicInteger notRun, AtomicLong began) {

        Tally() {
            this(
                    new AtomicInteger(),
                    new AtomicInteger(),
                    new AtomicInteger(),
                    new AtomicLong(System.nanoTime()));
        }

        Map<String, Long> shown() {
            return new TreeMap<>(
                    Map.of(
                            "tests", tests.longValue(),
                            "failed", failed.longValue(),
                            "notRun", notRun.longValue(),
                            "ms", (System.nanoTime() - began.get()) / 1_000_000));
        }
    }

    /// The classes of this run.
    private static final class Tallies {
        private final Map<String, Tally> byClass = new ConcurrentHashMap<>();
        private final Map<String, Map<String, Long>> done = new TreeMap<>();

        Tally of(Class<?> test) {
            return byClass.computeIfAbsent(test.getSimpleName(), _ -> new Tally());
        }

        synchronized void done(Class<?> test) throws IOException {
            done.put(test.getSimpleName(), of(test).shown());
            write();
        }

        synchronized void write() throws IOException {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE,
                    MessageCodec.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(done)
                            + "\n");
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (isOurs(context)) {
            Tallies tallies = tallies(context);
            tallies.of(context.getRequiredTestClass());
            tallies.write();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (isOurs(context)) {
            Class<?> test = context.getRequiredTestClass();
            if (context.getExecutionException().isPresent()) {
                tallies(context).of(test).failed().incrementAndGet();
            }
            if (isRow(test)) {
                tallies(context).done(test);
            }
        }
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        tally(context).ifPresent(tally -> tally.tests().incrementAndGet());
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        testSuccessful(context);
        tally(context).ifPresent(tally -> tally.failed().incrementAndGet());
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        tally(context).ifPresent(tally -> tally.notRun().incrementAndGet());
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        tally(context).ifPresent(tally -> tally.notRun().incrementAndGet());
    }

    static boolean isRow(Class<?> test) {
        return test.getSimpleName().matches("Row\\d\\d.*");
    }

    private static Optional<Tally> tally(ExtensionContext context) {
        return isOurs(context)
                ? Optional.of(tallies(context).of(context.getRequiredTestClass()))
                : Optional.empty();
    }

    private static boolean isOurs(ExtensionContext context) {
        return context.getTestClass()
                .filter(test -> test.getPackage().equals(RowResults.class.getPackage()))
                .isPresent();
    }

    private static Tallies tallies(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Tallies.class);
    }
}
