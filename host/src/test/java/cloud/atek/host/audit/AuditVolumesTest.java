package cloud.atek.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The volumes of the audit: what is damaged, lost, too old or too much.
class AuditVolumesTest extends AuditFixture {

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
}
