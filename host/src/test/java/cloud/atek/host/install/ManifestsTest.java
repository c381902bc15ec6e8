package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.Activation;
import cloud.atek.api.ApiId;
import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceRuntime;
import cloud.atek.api.Transport;
import cloud.atek.api.permissions.Wants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    @TempDir private Path tree;
    private final Manifests manifests = new Manifests();

    @Test
    void packageWithoutManifestIsFine() throws Exception {
        assertThat(manifests.read(tree).manifest()).isEqualTo(Manifest.EMPTY);
        assertThat(manifests.read(tree).raw()).isEmpty();
    }

    @Test
    void allFieldsAreReadAndUnknownOnesKept() throws Exception {
        write(
                """
                {"name": "Notes", "description": "d", "author": "Ada", "license": "MIT",
                 "frame": true, "runtime": "java", "main": "com.example.Main", "icon": "x.png",
                 "activation": "on-demand", "permissions": {"memory": 64},
                 "exports": [{"api": "example.com/notes"},
                   {"api": "example.com/live", "path": "/_api/live", "transport": "proxy"}]}
                """);

        Manifests.Read read = manifests.read(tree);

        assertThat(read.manifest())
                .isEqualTo(
                        new Manifest(
                                "Notes",
                                "d",
                                "Ada",
                                "MIT",
                                true,
                                ServiceRuntime.JAVA,
                                "com.example.Main",
                                Activation.ON_DEMAND,
                                List.of(
                                        new Manifest.Export(
                                                new ApiId("example.com/notes"), null, null),
                                        new Manifest.Export(
                                                new ApiId("example.com/live"),
                                                "/_api/live",
                                                Transport.PROXY)),
                                new Wants(
                                        List.of(), List.of(), false, List.of(), List.of(), 64, null,
                                        null)));
        assertThat(read.raw().path("icon").asText()).isEqualTo("x.png");
    }

    @Test
    void titleIsTakenForTheName() throws Exception {
        write("{\"title\": \"Notes\"}");
        assertThat(manifests.read(tree).manifest().name()).isEqualTo("Notes");

        write("{\"title\": \"No\", \"name\": \"Notes\"}");
        assertThat(manifests.read(tree).manifest().name()).isEqualTo("Notes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | atek.json: want an object that describes a package, is []",
                "{\"name\":5} | atek.json: /name: want a text of 1 to 100 characters, is 5",
                "{\"frame\":\"yes\"} | atek.json: /frame: want true or false, is \"yes\"",
                "{\"runtime\":\"deno\"} | atek.json: /runtime: want one of \"java\", \"node\",",
                "{\"main\":\"../x.js\"} | atek.json: /main: want a class name, or a path inside",
                "{\"main\":\"a/../../x\"} | atek.json: /main: want",
                "{\"main\":\"/etc/passwd\"} | atek.json: /main: want",
                "{\"main\":\"a/..\"} | atek.json: /main: want",
                "{\"exports\":{}} | atek.json: /exports: want a list",
                "{\"exports\":[{}]} | atek.json: /exports/0: \"api\" is missing",
                "{\"exports\":[{\"api\":7}]} | atek.json: /exports/0/api: want an API id, a domain",
                "{\"exports\":[{\"api\":\"x\"}]} | /exports/0/api: want an API id, a domain and",
                "{\"exports\":[{\"api\":\"a.b/c\",\"path\":\"x\"}]} | /exports/0/path: want a path",
                "{\"exports\":[{\"api\":\"a.b/c\",\"transport\":\"udp\"}]} | /exports/0/transport:",
                "{\"permissions\":7} | /permissions: want an object that says what the service",
                "{\"permissions\":{\"newtork\":[]}} | did you mean \"network\"?",
                "{\"permissions\":{\"network\":\"all\"}} | /permissions/network: want a list",
                "{\"permissions\":{\"apis\":[{\"api\":\"a.b/c\"}]}} | \"reason\" is missing",
                "{\"permissions\":{\"memory\":1}} | /permissions/memory: want MiB",
            })
    void faultIsNamedWithPathAndReason(String json, String said) throws Exception {
        write(json);

        assertThatThrownBy(() -> manifests.read(tree))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(said);
    }

    @Test
    void whatAPackageNeedsIsReadAndTheListOfOldPackagesMeansNothing() throws Exception {
        write("{\"permissions\": {\"network\": \"full\"}}");
        assertThat(manifests.read(tree).manifest().permissions())
                .matches(wants -> wants.fullNetwork());

        write("{\"permissions\": [\"net\"]}");
        assertThat(manifests.read(tree).manifest().permissions()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} x", "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\": a}"})
    void whatIsNoStrictJsonIsRefused(String text) throws Exception {
        write(text);

        assertThatThrownBy(() -> manifests.read(tree))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("atek.json: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.js", "./index.js", "com.example.Main", "lib/a..b.jar", "web"})
    void ordinaryMainIsAccepted(String main) throws Exception {
        write("{\"main\": \"" + main + "\"}");

        assertThat(manifests.read(tree).manifest().main()).isEqualTo(main);
    }

    @Test
    void deepLargeOrLinkedManifestIsRefused() throws Exception {
        write("{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
        assertThatThrownBy(() -> manifests.read(tree)).isInstanceOf(RefusedException.class);

        write("{\"x\":\"" + "a".repeat(70_000) + "\"}");
        assertThatThrownBy(() -> manifests.read(tree)).hasMessageContaining("at most 65536 bytes");

        Files.delete(tree.resolve("atek.json"));
        Files.createSymbolicLink(tree.resolve("atek.json"), Path.of("/etc/passwd"));
        assertThatThrownBy(() -> manifests.read(tree)).hasMessageContaining("want a file");
    }

    private void write(String json) throws Exception {
        Files.writeString(tree.resolve("atek.json"), json);
    }
}
