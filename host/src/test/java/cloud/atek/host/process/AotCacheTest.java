package cloud.atek.host.process;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.process.guest.PlainService;
import cloud.atek.host.testkit.JarPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AotCacheTest {

    private ServiceLab lab;
    private Path app;
    private AotCache caches;

    @BeforeEach
    void open() throws Exception {
        lab = new ServiceLab(true);
        app = Files.createDirectories(lab.dir.resolve("app"));
        caches =
                new AotCache(
                        lab.dir.resolve("cache"),
                        lab.sandbox(),
                        Runtimes.ofThisMachine(),
                        lab.kit());
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void aCacheIsMadeAndUsed() throws Exception {
        Launch launch = launch(jar("a.jar", "1"));

        Path cache = caches.make(launch);

        assertThat(cache).isNotNull().isRegularFile().isEqualTo(caches.file(launch));
        assertThat(launch.runDir().getParent()).isDirectoryNotContaining("glob:**.t");
        RunningService service = lab.started(launch.withCache(cache));
        assertThat(Files.readString(Path.of("/proc/" + service.pid() + "/maps")))
                .contains("/service.aot");
        assertThat(lab.lines()).noneMatch(line -> line.contains("AOT"));
    }

    @Test
    void aMissingCacheIsMadeInTheBackground() throws Exception {
        Launch launch = launch(jar("a.jar", "1"));
        var launcher =
                new CachedLauncher(lab.launcher(Readiness.PATIENCE), caches, Duration.ofMillis(1));

        RunningService service = lab.running(launcher.launch(launch));

        Path cache = caches.file(launch);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.exists(cache) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(cache).isRegularFile();
        assertThat(service.alive()).isTrue();
    }

    @Test
    void aChangedJarHasAnotherCache() throws Exception {
        Launch launch = launch(jar("a.jar", "1"));
        Path before = caches.file(launch);
        jar("a.jar", "2");

        assertThat(caches.file(launch)).isNotEqualTo(before);
    }

    @Test
    void otherFlagsHaveAnotherCache() throws Exception {
        Launch launch = launch(jar("a.jar", "1"));
        Launch larger =
                new Launch(
                        launch.key(),
                        launch.id(),
                        launch.program(),
                        launch.tree(),
                        launch.build(),
                        launch.data(),
                        launch.runDir(),
                        launch.config(),
                        launch.token(),
                        launch.hostPort(),
                        Allowance.of(Limits.SERVICE.withMemoryMb(384)),
                        null);

        assertThat(caches.file(larger)).isNotEqualTo(caches.file(launch));
    }

    @Test
    void foldersAndNodeHaveNoCache() throws Exception {
        assertThat(caches.make(lab.java("PlainService", Map.of()))).isNull();
        assertThat(caches.file(lab.launch(new Program.Node(app.resolve("x.js")), app, Map.of())))
                .isNull();
    }

    @Test
    void aServiceThatDoesNotStartHasNoCache() throws Exception {
        Launch launch =
                lab.launch(new Program.Java(List.of(jar("a.jar", "1")), "Nothing"), app, Map.of());

        assertThat(caches.make(launch)).isNull();
    }

    @Test
    void aBrokenCacheDoesNotStopTheService() throws Exception {
        Launch launch = launch(jar("a.jar", "1"));
        Path broken = Files.write(lab.dir.resolve("broken.aot"), new byte[100_000]);

        assertThat(lab.started(launch.withCache(broken)).alive()).isTrue();
    }

    private Launch launch(Path jar) throws IOException {
        return lab.launch(
                new Program.Java(List.of(jar), "cloud.atek.host.process.guest.PlainService"),
                app,
                Map.of());
    }

    private Path jar(String name, String version) throws IOException {
        return JarPackage.write(app.resolve(name), PlainService.class, version);
    }
}
