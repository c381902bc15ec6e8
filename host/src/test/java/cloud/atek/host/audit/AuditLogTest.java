package cloud.atek.host.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditPage;
import cloud.atek.api.audit.AuditQuery;
import cloud.atek.api.audit.AuditReport;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.gateway.Deed.Ending;
import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.testkit.ManualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    private static final UserKey ANNA = new UserKey("anna1");
    private static final UserKey BEN = new UserKey("ben1");
    private static final ServiceKey NOTES = new ServiceKey("notes1");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir private Path dir;

    @Test
    void whatIsWrittenComesBackNewestFirst() throws IOException {
        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "install"));
            clock.advance(Duration.ofSeconds(1));
            audit.record(done(program(BEN), "stop"));

            List<AuditEntry> entries = all(audit);

            assertThat(entries).extracting(AuditEntry::what).containsExactly("stop", "install");
            assertThat(entries.getFirst().via()).isEqualTo(AuditEntry.Via.PROGRAM);
            assertThat(entries.getFirst().serviceId()).isEqualTo("id-of-notes1");
            assertThat(entries.getLast())
                    .isEqualTo(
                            new AuditEntry(
                                    "1-3",
                                    "2026-01-02T03:04:05Z",
                                    "anna1",
                                    "anna1",
                                    AuditEntry.Via.BROWSER,
                                    null,
                                    null,
                                    "install",
                                    new AuditEntry.Target("service", "notes", "notes1", "ben1"),
                                    AuditEntry.Outcome.DONE,
                                    null,
                                    null,
                                    null,
                                    "host"));
        }
    }

    @Test
    void pagesGoOnWhereTheOneBeforeEnded() throws IOException {
        try (AuditLog audit = open()) {
            for (int i = 0; i < 400; i++) {
                audit.record(done(person(i % 2 == 0 ? ANNA : BEN), "deed " + i));
            }

            var seen = new ArrayList<String>();
            AuditQuery query = new AuditQuery(null, null, "anna1", null, null, null, 60, null);
            String before = null;
            do {
                AuditPage page = audit.list(query.before(before), _ -> true);
                page.entries().forEach(entry -> seen.add(entry.what()));
                before = page.before();
            } while (before != null);

            assertThat(seen).hasSize(200).doesNotHaveDuplicates();
            assertThat(seen).startsWith("deed 398", "deed 396").endsWith("deed 0");
        }
    }

    @Test
    void aQueryPicksByTimePersonServiceAndWhat() throws IOException {
        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "early"));
            clock.advance(Duration.ofHours(1));
            audit.record(done(program(BEN), "atek.cloud/services-api install"));
            clock.advance(Duration.ofHours(1));
            audit.record(Deed.ofTheHost("service crashed", null, "exit code 1"));

            assertThat(what(audit, query("2026-01-02T03:30:00Z", null, null, null, null)))
                    .containsExactly("service crashed", "atek.cloud/services-api install");
            assertThat(what(audit, query(null, "2026-01-02T03:30:00Z", null, null, null)))
                    .containsExactly("early");
            assertThat(what(audit, query(null, null, "BEN1", null, null)))
                    .containsExactly("atek.cloud/services-api install");
            assertThat(what(audit, query(null, null, null, "id-of-notes1", null)))
                    .containsExactly("atek.cloud/services-api install");
            assertThat(what(audit, query(null, null, null, null, "CRASH")))
                    .containsExactly("service crashed");
            assertThatThrownBy(() -> what(audit, query("yesterday", null, null, null, null)))
                    .hasMessageContaining("from wants a time");
            assertThatThrownBy(() -> audit.list(AuditQuery.ALL.before("7"), _ -> true))
                    .hasMessageContaining("this place is not one that list gave");
            assertThatThrownBy(() -> audit.list(AuditQuery.ALL.limit(0), _ -> true))
                    .hasMessageContaining("limit wants 1 to 1000");
        }
    }

    @Test
    void whoFollowsHearsOfWhatIsWrittenInOrder() throws Exception {
        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "before"));
            String place = audit.newest();
            assertThat(audit.after(place, AuditQuery.ALL, _ -> true)).isEmpty();

            long written = audit.written();
            Thread.startVirtualThread(() -> {
                audit.record(done(person(ANNA), "first"));
                audit.record(done(person(BEN), "second"));
            });
            audit.awaitMore(written + 1, Duration.ofSeconds(20));

            assertThat(audit.after(place, AuditQuery.ALL, _ -> true))
                    .extracting(AuditEntry::what)
                    .containsExactly("first", "second");
        }
    }

    @Test
    void aPersonSeesWhatConcernsHim() throws IOException {
        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "to what is Ben's"));
            audit.record(
                    new Deed(person(ANNA), "to Ben", Target.user("ben1", BEN), Ending.DONE, null));
            audit.record(
                    new Deed(person(ANNA), "hers", Target.user("anna1", ANNA), Ending.DONE, null));
            audit.record(new Deed(person(BEN), "his", null, Ending.DONE, null));

            AuditPage page = audit.list(AuditQuery.ALL, entry -> Concerns.own(entry, BEN));

            assertThat(page.entries())
                    .extracting(AuditEntry::what)
                    .containsExactly("his", "to Ben", "to what is Ben's");
        }
    }

    @Test
    void whatWasToldIsThereAfterAKill() throws Exception {
        var told = new ArrayList<String>();
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AuditChild.class.getName(),
                        dir.resolve("audit").toString());
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 300; i++) {
                told.add(out.readLine());
            }
            child.toHandle().destroyForcibly();
            out.lines().forEach(told::add);
        }
        child.waitFor();
        assertThat(told).doesNotContainNull();

        try (AuditLog audit = open()) {
            assertThat(everything(audit))
                    .extracting(AuditEntry::what)
                    .containsAll(told.stream().map(n -> "deed " + n).toList());
            assertThat(audit.verify().sound()).isTrue();
        }
    }

    @Test
    void onlyTheOwnerReadsTheKey() throws IOException {
        open().close();

        try (Stream<Path> keys = Files.list(dir.resolve("audit/keys"))) {
            assertThat(keys)
                    .singleElement()
                    .satisfies(key ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(key)))
                                    .isEqualTo("rw-------"));
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(dir.resolve("audit"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aFlippedBytePutsTheVolumeAsideAndIsTold() throws IOException {
        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "before the damage"));
        }
        flip(segment("00000001"), "before the damage");

        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "after the damage"));

            assertThat(all(audit))
                    .extracting(AuditEntry::what)
                    .containsExactly("after the damage", "audit damaged");
            assertThat(all(audit).getLast().note()).contains("00000000000000000001.seg");
            assertThat(audit.problem()).contains("kept aside in audit/damaged: 00000001-");
            AuditReport report = audit.verify();
            assertThat(report.sound()).isFalse();
            assertThat(report.aside()).hasSize(1);
            assertThat(report.volumes())
                    .singleElement()
                    .satisfies(volume -> assertThat(volume.number()).isEqualTo(2));
        }
    }

    @Test
    void aCutEndIsDamageToo() throws IOException {
        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "first"));
            audit.record(done(person(ANNA), "last of all"));
        }
        try (var file = new RandomAccessFile(segment("00000001").toFile(), "rw")) {
            file.setLength(find(segment("00000001"), "last of all"));
        }

        try (AuditLog audit = open()) {
            assertThat(audit.verify().sound()).isFalse();
            assertThat(all(audit)).extracting(AuditEntry::what).containsExactly("audit damaged");
        }
    }

    @Test
    void verifyFindsWhatIsFlippedWhileTheHostRuns() throws IOException {
        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "to be flipped"));
            assertThat(audit.verify().sound()).isTrue();
            flip(segment("00000001"), "to be flipped");

            AuditReport report = audit.verify();

            assertThat(report.sound()).isFalse();
            assertThat(report.damage()).contains("00000001").contains("at byte");
            audit.record(done(person(ANNA), "goes on"));
            assertThat(all(audit))
                    .extracting(AuditEntry::what)
                    .containsExactly("goes on", "audit damaged");
        }
    }

    @Test
    void aLostKeyBeginsANewVolume() throws IOException {
        open().close();
        try (Stream<Path> keys = Files.list(dir.resolve("audit/keys"))) {
            for (Path key : keys.toList()) {
                Files.delete(key);
            }
        }

        try (AuditLog audit = open()) {
            assertThat(all(audit))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.note()).contains("its key is lost"));
        }
    }

    @Test
    void volumesFollowEachOtherAndOneThatIsMissingIsNamed() throws IOException {
        try (AuditLog audit = open()) {
            for (int i = 0; i < 3; i++) {
                clock.advance(Volume.AGE_MAX.plusDays(1));
                audit.record(done(person(ANNA), "deed " + i));
            }

            AuditReport report = audit.verify();
            assertThat(report.damage()).isNull();
            assertThat(report.volumes()).hasSize(4);
            assertThat(everything(audit))
                    .extracting(AuditEntry::what)
                    .containsExactly("deed 2", "deed 1", "deed 0");

            remove(dir.resolve("audit/00000002"));

            assertThat(audit.verify().damage()).isEqualTo("volume 2 is missing");
        }
    }

    @Test
    void whatIsTooOldIsLetGoAndThatIsWritten() throws IOException {
        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "old"));
        }
        clock.advance(Duration.between(clock.instant(), Instant.now()).plusDays(800));

        try (AuditLog audit = open()) {
            audit.record(done(person(ANNA), "new"));
            audit.record(done(person(ANNA), "newer"));

            assertThat(everything(audit))
                    .extracting(AuditEntry::what)
                    .containsExactly("newer", "audit shortened");
            assertThat(audit.verify().sound()).isTrue();
        }
    }

    @Test
    void aFullDiskStopsNobodyAndNothingIsDropped() throws IOException {
        var disk = new FullDisk();
        try (AuditLog audit = AuditLog.open(settings(), disk)) {
            audit.record(done(person(ANNA), "before"));
            disk.full = true;
            for (int i = 0; i < Waiting.ENTRIES_MAX + 20; i++) {
                audit.record(done(person(ANNA), "meanwhile " + i));
            }
            assertThat(audit.problem()).contains("No space left on device");
            assertThat(audit.verify().unwritten()).isEqualTo(Waiting.ENTRIES_MAX + 20);

            disk.full = false;
            clock.advance(Duration.ofSeconds(10));
            audit.tick();

            assertThat(audit.problem()).isNull();
            List<AuditEntry> entries = everything(audit);
            assertThat(entries).hasSize(Waiting.ENTRIES_MAX + 2);
            assertThat(entries.getFirst().note()).isEqualTo("20 entries could not be written");
            assertThat(entries.getLast().what()).isEqualTo("before");
        }
    }

    @Test
    void aFloodOfRefusalsBecomesAFewLines() throws IOException {
        try (AuditLog audit = open()) {
            for (int i = 0; i < 1000; i++) {
                audit.record(refused(program(BEN), "uninstall"));
            }
            audit.record(refused(person(ANNA), "list"));
            assertThat(all(audit)).hasSize(Floods.EACH_MAX + 1);

            clock.advance(Floods.WINDOW_FIRST);
            audit.tick();

            AuditEntry newest = all(audit).getFirst();
            assertThat(newest.more()).isEqualTo(1000 - Floods.EACH_MAX);
            assertThat(newest.username()).isEqualTo("ben1");
            assertThat(newest.outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
        }
    }

    @Test
    void hoursOfManyCallersFloodingStaySmall() throws IOException {
        try (AuditLog audit = open()) {
            for (int minute = 0; minute < 4 * 60; minute++) {
                for (int i = 0; i < 50; i++) {
                    audit.record(
                            new Deed(
                                    new Caller.Nobody(),
                                    "login",
                                    Target.user("name" + minute + "-" + i, null),
                                    new Ending.Failed(-32003),
                                    null));
                }
                clock.advance(Duration.ofMinutes(1));
                audit.tick();
            }

            assertThat(everything(audit).size())
                    .isBetween(4 * Floods.HOURLY_MAX, 5 * Floods.HOURLY_MAX);
        }
    }

    @Test
    void whatIsCountedIsWrittenWhenTheHostStops() throws IOException {
        try (AuditLog audit = open()) {
            for (int i = 0; i < 30; i++) {
                audit.record(refused(program(BEN), "uninstall"));
            }
        }

        try (AuditLog audit = open()) {
            assertThat(all(audit).getFirst().more()).isEqualTo(30 - Floods.EACH_MAX);
        }
    }

    @Test
    void aStartAfterAKillSaysSo() throws IOException {
        try (AuditLog audit = open()) {
            audit.started();
            audit.started();
        }
        try (AuditLog audit = open()) {
            audit.started();

            assertThat(audit.list(AuditQuery.ALL, _ -> true).entries())
                    .extracting(entry -> entry.what() + ": " + entry.note())
                    .containsExactly(
                            "host started: null",
                            "host stopped: null",
                            "host started: it had not been stopped before",
                            "host started: null");
        }
    }

    @Test
    void textsFromOutsideAreCutAndTheirTricksAreShown() throws IOException {
        try (AuditLog audit = open()) {
            String evil = "x\u001b[2J\r\n\u202egnp" + "y".repeat(1 << 20);
            audit.record(
                    new Deed(
                            new Caller.Known(ANNA, evil, false, new Caller.Via.Browser("")),
                            evil,
                            Target.service(evil),
                            Ending.DONE,
                            evil));

            AuditEntry entry = all(audit).getFirst();

            String shown = "x\\x1b[2J\\x0d\\x0a\\u202egnp";
            for (String text :
                    List.of(entry.what(), entry.username(), entry.target().name(), entry.note())) {
                assertThat(text).startsWith(shown).endsWith("y…").hasSizeLessThan(250);
            }
        }
    }

    private AuditLog open() {
        return AuditLog.open(settings());
    }

    private AuditLog.Settings settings() {
        return new AuditLog.Settings(
                dir.resolve("audit"),
                clock,
                key -> Optional.of("id-of-" + key),
                () -> Duration.ofDays(730));
    }

    private static Caller.Known person(UserKey user) {
        return new Caller.Known(user, user.value(), false, new Caller.Via.Browser("s"));
    }

    private static Caller.Known program(UserKey user) {
        return new Caller.Known(user, user.value(), false, new Caller.Via.Program(NOTES, false));
    }

    /// On a service of Ben's.
    private static Deed done(Caller caller, String what) {
        return new Deed(
                caller,
                what,
                Target.service(new ServiceId("notes"), NOTES, BEN),
                Ending.DONE,
                null);
    }

    private static Deed refused(Caller caller, String what) {
        return new Deed(caller, what, null, new Ending.Refused(-32003), null);
    }

    private static AuditQuery query(
            String from, String to, String user, String service, String what) {
        return new AuditQuery(from, to, user, service, what, null, null, null);
    }

    private static List<String> what(AuditLog audit, AuditQuery query) throws IOException {
        return audit.list(query, _ -> true).entries().stream().map(AuditEntry::what).toList();
    }

    private static List<AuditEntry> all(AuditLog audit) throws IOException {
        return audit.list(AuditQuery.ALL, AuditLogTest::byOthers).entries();
    }

    private static List<AuditEntry> everything(AuditLog audit) throws IOException {
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

    private static boolean byOthers(AuditEntry entry) {
        return !entry.what().startsWith("host ");
    }

    private Path segment(String volume) {
        return dir.resolve("audit").resolve(volume).resolve("00000000000000000001.seg");
    }

    private static void flip(Path file, String text) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(find(file, text));
            bytes.write('X');
        }
    }

    private static long find(Path file, String text) throws IOException {
        int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        return at;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
