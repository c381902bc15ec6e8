package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ServiceId;
import cloud.atek.testkit.Seeds;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceIdsTest {

    @ParameterizedTest
    @CsvSource({
        "/ada/notes.git, notes",
        "/ada/Hello_World/, hello-world",
        "/ada/core.adb, core.adb",
        "/ada/2048, service",
        "/ada/2048-game, game",
        "/ada/---, service",
        "/ada/.git, service",
        "/ada/notes-, notes",
        "/ada/a..b, a.b",
    })
    void idIsMadeFromTheLastPart(String path, String id) {
        assertThat(ServiceIds.from(git(path), _ -> false)).isEqualTo(new ServiceId(id));
        assertThat(ServiceIds.from(new Source.Folder(Path.of(path)), _ -> false))
                .isEqualTo(new ServiceId(id));
    }

    @Test
    void takenIdGetsANumber() {
        Set<ServiceId> taken = new HashSet<>();
        for (String id : new String[] {"notes", "notes-2", "notes-3"}) {
            ServiceId next = ServiceIds.from(git("/notes"), taken::contains);
            assertThat(next).isEqualTo(new ServiceId(id));
            taken.add(next);
        }
    }

    @Test
    void hostsOwnIdIsNeverGiven() {
        assertThat(ServiceIds.from(git("/system"), _ -> false).value()).isEqualTo("system-2");
    }

    @Test
    void anyNameGivesAnId() {
        Seeds.forAll((random, size) -> {
            var name = new StringBuilder("/");
            for (int i = 0; i < size; i++) {
                name.append("aZ0-._ü~".charAt(random.nextInt(8)));
            }
            var folder = new Source.Folder(Path.of(name.toString()));
            Set<ServiceId> taken = new HashSet<>();
            for (int i = 0; i < 12; i++) {
                assertThat(taken.add(ServiceIds.from(folder, taken::contains))).isTrue();
            }
        });
    }

    private static Source git(String path) {
        return new Source.GitRepository(
                URI.create("https://example.com" + path), Source.Reach.PUBLIC);
    }
}
