package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Asker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is granted of the machine reaches the service that runs: its folders, its memory, its part
/// of the processor, its disk. Each claim has a service of its own.
class GrantsInForceEndToEndTest extends PermissionsLab {

    private static final String NOTHING = "{}";
    private static final long MIB = 1 << 20;

    private Asker installed(String name) throws IOException {
        return Asker.install(host, dir, name, "ada", NOTHING);
    }

    /// A folder of ada's, on the machine.
    private Path folder(String name) throws IOException {
        String key =
                host.call(ada, sameOrigin(), "atek.cloud/user-sessions-api", "whoami")
                        .at("/result/userKey")
                        .asText();
        return Files.createDirectories(host.home().resolve("folders").resolve(key).resolve(name));
    }

    private JsonNode state(String service) throws IOException {
        return host.call(SERVICES, "get", service).path("result");
    }

    private void awaitStopped(String service) throws Exception {
        await(() -> state(service).path("state").asText().equals("stopped"));
    }

    @Test
    void aFolderIsReadAndChangedAsFarAsItIsGranted() throws Exception {
        Asker album = installed("pictures");
        Path photos = folder("photos");
        Files.writeString(photos.resolve("a.txt"), "a picture");
        String read = "return require('fs').readFileSync('/folders/photos/a.txt', 'utf8')";
        String write = "require('fs').writeFileSync('/folders/photos/b.txt', 'mine'); return 'ok'";
        assertThat(album.runs(read).path("error").asText()).as("not granted").isEqualTo("ENOENT");

        grant("pictures", Map.of("folder", "photos", "access", "read"));

        assertThat(album.runs(read).path("value").asText()).isEqualTo("a picture");
        assertThat(album.runs("return process.env.ATEK_FOLDERS").path("value").asText())
                .isEqualTo("/folders");
        assertThat(album.runs(write).path("error").asText()).isIn("EROFS", "EACCES");

        String key = grant("pictures", Map.of("folder", "photos", "access", "write"));

        assertThat(album.runs(write).path("value").asText()).isEqualTo("ok");
        assertThat(photos.resolve("b.txt")).hasContent("mine");

        call(ada, "revoke", "pictures", key);

        assertThat(album.runs(read).path("error").asText()).isEqualTo("ENOENT");
        assertThat(photos.resolve("b.txt")).as("what it wrote is its owner's").exists();
    }

    @Test
    void aFolderThatItMayChangeCountsAsItsStorage() throws Exception {
        Asker camera = installed("camera");
        try (var film = new RandomAccessFile(folder("film").resolve("old").toFile(), "rw")) {
            film.setLength(64 * MIB);
        }
        grant("camera", Map.of("storage", 16));
        grant("camera", Map.of("folder", "film", "access", "write"));
        String fill =
                "for (let i = 0; i < 40; i++) require('fs').writeFileSync('/folders/film/' + i,"
                        + " Buffer.alloc(1 << 20, 'x')); return 'full'";

        assertThat(camera.runs(fill).path("value").asText()).isEqualTo("full");
        awaitStopped("camera");

        assertThat(state("camera").path("reason").asText())
                .startsWith("It was stopped: it keeps more than its 16 MiB of storage")
                .contains("40 MiB of it in 40 new files in the folder \"film\"");

        grant("camera", Map.of("storage", 100));

        await(() -> state("camera").path("state").asText().equals("running"));
        assertThat(camera.runs("return 'again'").path("value").asText()).isEqualTo("again");
    }

    @Test
    void memoryIsLimitedAndAllowedAsGranted() throws Exception {
        Asker eater = installed("eater");
        String eat =
                "for (let i = 0; i < 15; i++) keep.push(Buffer.alloc(10 << 20, 'x')); return 'ate'";
        grant("eater", Map.of("memory", 100));
        assertThat(rights("eater").at("/grants/0/sentence").asText())
                .isEqualTo("Take up to 100 MiB of memory.");

        host.call("example.com/eater", "js", eat);
        awaitStopped("eater");

        assertThat(state("eater").path("reason").asText())
                .contains("more than its 100 MiB of memory");

        grant("eater", Map.of("memory", 400));

        await(() -> state("eater").path("state").asText().equals("running"));
        assertThat(eater.runs(eat).path("value").asText()).isEqualTo("ate");
    }

    @Test
    void limitsAreGrantedOneByOne() throws Exception {
        Asker spinner = installed("spinner");
        grant("spinner", Map.of("memory", 300, "cpu", 100));

        grant("spinner", Map.of("cpu", 20));

        assertThat(rights("spinner").path("grants").findValuesAsText("sentence"))
                .containsExactly(
                        "Take up to 300 MiB of memory.", "Take up to 20 % of one processor core.");
        String spin =
                "const end = Date.now() + 2000; const before = process.cpuUsage();"
                        + " while (Date.now() < end); const used = process.cpuUsage(before);"
                        + " return (used.user + used.system) / 2e6";
        double part = spinner.runs(spin).path("value").asDouble();
        System.out.printf("granted 20 %% of a core, it took %.0f %%%n", 100 * part);
        assertThat(part).isLessThan(0.5);
    }

    @Test
    void aGrantThatIsOverIsTakenFromTheServiceThatRuns() throws Exception {
        installed("visitor");
        Files.writeString(folder("lent").resolve("a.txt"), "lent");
        String soon = Instant.now().plusSeconds(6).toString();
        JsonNode given =
                call(
                        ada,
                        "grant",
                        "visitor",
                        List.of(Map.of("folder", "lent")),
                        Map.of("expires", soon));
        assertThat(given.has("result")).as(given.toString()).isTrue();
        String read = "return require('fs').readFileSync('/folders/lent/a.txt', 'utf8')";

        await(() -> rights("visitor").path("grants").isEmpty());

        await(() -> {
            JsonNode answer = host.call("example.com/visitor", "js", read);
            return answer.at("/result/error").asText().equals("ENOENT");
        });
    }
}
