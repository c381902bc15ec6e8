package cloud.atek.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditPage;
import cloud.atek.api.audit.AuditQuery;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.gateway.Deed.Ending;
import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// An audit in a folder of its own, and what tests of it say and look up.
abstract class AuditFixture {

    static final UserKey ANNA = new UserKey("anna1");
    static final UserKey BEN = new UserKey("ben1");
    static final ServiceKey NOTES = new ServiceKey("notes1");

    final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir Path dir;

    AuditLog open() {
        return AuditLog.open(settings());
    }

    AuditLog.Settings settings() {
        return new AuditLog.Settings(
                dir.resolve("audit"),
                clock,
                key -> Optional.of("id-of-" + key),
                () -> Duration.ofDays(730));
    }

    static Caller.Known person(UserKey user) {
        return new Caller.Known(user, user.value(), false, new Caller.Via.Browser("s"));
    }

    static Caller.Known program(UserKey user) {
        return new Caller.Known(user, user.value(), false, new Caller.Via.Program(NOTES, false));
    }

    /// On a service of Ben's.
    static Deed done(Caller caller, String what) {
        return new Deed(
                caller,
                what,
                Target.service(new ServiceId("notes"), NOTES, BEN),
                Ending.DONE,
                null);
    }

    static Deed refused(Caller caller, String what) {
        return new Deed(caller, what, null, new Ending.Refused(-32003), null);
    }

    static AuditQuery query(
            @Nullable String from,
            @Nullable String to,
            @Nullable String user,
            @Nullable String service,
            @Nullable String what) {
        return new AuditQuery(from, to, user, service, what, null, null, null);
    }

    static List<String> what(AuditLog audit, AuditQuery query) throws IOException {
        return audit.list(query, _ -> true).entries().stream().map(AuditEntry::what).toList();
    }

    static List<AuditEntry> all(AuditLog audit) throws IOException {
        return audit.list(AuditQuery.ALL, AuditLogTest::byOthers).entries();
    }

    static List<AuditEntry> everything(AuditLog audit) throws IOException {
        var entries = new ArrayList<AuditEntry>();
        String before = null;
        do {
            AuditPage page =
                    audit.list(AuditQuery.ALL.limit(1000).before(before), AuditLogTest::byOthers);
            entries.addAll(page.entries());
            before = page.before();
        } while (before != null);
        return entries;
    }

    static boolean byOthers(AuditEntry entry) {
        return !entry.what().startsWith("host ");
    }

    Path segment(String volume) {
        return dir.resolve("audit").resolve(volume).resolve("00000000000000000001.seg");
    }

    static void flip(Path file, String text) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(find(file, text));
            bytes.write('X');
        }
    }

    static long find(Path file, String text) throws IOException {
        int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        return at;
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
