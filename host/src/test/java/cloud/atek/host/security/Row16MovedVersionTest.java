package cloud.atek.host.security;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.host.install.GitFixture;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// An author, or who took his repository over, changes what a version is after it was looked at, or
/// leads back to an old one with a hole.
@ExtendWith(House.Key.class)
class Row16MovedVersionTest {

    private static final String SERVICES = ServicesApi.ID.value();

    private final House house;
    @TempDir private Path dir;
    private GitFixture git;
    private String id;

    Row16MovedVersionTest(House house) {
        this.house = house;
        this.id = house.fresh("moved");
    }

    @BeforeEach
    void install() throws IOException {
        git = new GitFixture(dir.resolve(id + ".git"));
        release("v1.0.0", "old");
        release("v1.1.0", "good");
        var made = house.install("git+file://" + git.path(), Map.of("id", id));
        assertThat(made.has("result")).as(made.toString()).isTrue();
        assertThat(page()).isEqualTo("good");
    }

    @AfterEach
    void close() {
        git.close();
    }

    @Test
    void aMovedTagIsRefusedUntilSomebodyTrustsIt() throws IOException {
        JsonNode before = installed();
        release("v1.1.0", "evil");

        for (String method : List.of("checkForPackageUpdates", "updatePackage")) {
            assertThat(refused(method, Map.of()))
                    .contains("The tag v1.1.0 of", "names another commit", "--moved");
        }
        assertThat(refused("updatePackage", Map.of("version", "v1.1.0")))
                .contains("names another commit");
        house.host().call(SERVICES, "restart", id);
        assertThat(page()).isEqualTo("good");
        assertThat(installed()).isEqualTo(before);

        var asked = house.host().cli("update", id, "--moved");
        assertThat(asked.exitCode()).as(asked.out()).isZero();
        assertThat(page()).isEqualTo("evil");
        assertThat(installed().path("commit")).isNotEqualTo(before.path("commit"));
    }

    /// By rolling back nobody is led to what a tag names now.
    @Test
    void whatWasInstalledBeforeIsWhatComesBack() throws IOException {
        release("v1.2.0", "newer");
        assertDone(house.host().call(SERVICES, "updatePackage", id, Map.of()));
        release("v1.1.0", "evil");

        assertDone(house.host().call(SERVICES, "rollback", id));

        assertThat(page()).isEqualTo("good");
        release("v1.2.0", "evil too");
        assertThat(refused("updatePackage", Map.of())).contains("names another commit");
    }

    @Test
    void theRecordHasTheHashesOfWhatWasInstalled() throws IOException {
        ObjectId commit = requireNonNull(git.repository().resolve("refs/tags/v1.1.0"));

        assertThat(installed().path("commit").asText()).isEqualTo(commit.getName());
        assertThat(installed().path("tree").asText())
                .isEqualTo(git.repository().parseCommit(commit).getTree().getName());
    }

    @Test
    void aLowerVersionIsNoUpdateWhenTheNewestIsGone() throws IOException {
        RefUpdate gone = git.repository().updateRef(Constants.R_TAGS + "v1.1.0");
        gone.setForceUpdate(true);
        gone.delete();
        release("v1.0.0", "evil");
        release("v1.0.9", "evil");

        JsonNode check = house.host().call(SERVICES, "checkForPackageUpdates", id);
        assertThat(check.at("/result/hasUpdate").asBoolean()).as(check.toString()).isFalse();
        assertThat(refused("updatePackage", Map.of())).contains("is older than the installed");
        assertThat(page()).isEqualTo("good");
    }

    @Test
    void onlyReleasesAreReleases() throws IOException {
        for (String tag :
                List.of(
                        "v2.0.0-rc.1",
                        "v2.0.0-0",
                        "v2.0.0rc1",
                        "2.0.0.0",
                        "9",
                        "v99999999999999999999.0.0",
                        "v02.0.0",
                        "release-9.9.9",
                        "latest",
                        "v9.0.0-",
                        "v9.0.0 ",
                        "v٩.0.0",
                        "sub/v9.0.0")) {
            release(tag, "evil");
        }
        git.point("refs/heads/v9.0.0", git.release("v1.1.1-pre", Map.of("index.html", "evil")));
        // Another spelling of what is installed, and another commit.
        release("1.1.0", "evil");
        release("v1.1", "evil");

        JsonNode update = house.host().call(SERVICES, "updatePackage", id, Map.of());

        assertThat(update.at("/result/updated").asBoolean()).as(update.toString()).isFalse();
        assertThat(page()).isEqualTo("good");
    }

    private void release(String tag, String text) throws IOException {
        git.release(tag, Map.of("index.html", text));
    }

    private JsonNode installed() throws IOException {
        return house.host().call(SERVICES, "get", id).at("/result/settings/package");
    }

    private String refused(String method, Map<String, Object> options) throws IOException {
        JsonNode answer = house.host().call(SERVICES, method, id, options);
        assertThat(answer.has("error")).as(answer.toString()).isTrue();
        assertThat(page()).isEqualTo("good");
        return answer.at("/error/message").asText();
    }

    private static void assertDone(JsonNode answer) {
        assertThat(answer.has("result")).as(answer.toString()).isTrue();
    }

    private String page() throws IOException {
        return house.ada().visit(id, "/").body();
    }
}
