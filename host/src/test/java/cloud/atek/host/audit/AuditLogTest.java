package cloud.atek.host.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditPage;
import cloud.atek.api.audit.AuditQuery;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.gateway.Deed.Ending;
import cloud.atek.host.gateway.Deed.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLogTest extends AuditFixture {

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
                    List.of(
                            entry.what(),
                            entry.username(),
                            requireNonNull(entry.target()).name(),
                            entry.note())) {
                assertThat(text).startsWith(shown).endsWith("y…").hasSizeLessThan(250);
            }
        }
    }
}
