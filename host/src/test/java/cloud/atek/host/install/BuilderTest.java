package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuilderTest {

    private static final String MAIN =
            "package app; public class Main { public static void main(String[] a) {"
                    + " System.out.println(kit.Kit.x); } }";

    @TempDir private Path dir;
    private Workshop workshop;
    private Path tree;
    private Path out;
    private Builder builder;

    @BeforeEach
    void open() throws Exception {
        Path real = dir.toRealPath();
        workshop = new Workshop(real.resolve("workshop"));
        tree = Files.createDirectory(real.resolve("a tree"));
        out = Files.createDirectory(real.resolve("out"));
        builder = new Builder(workshop.jobs(), workshop.toolchain(), Workshop.REGISTRIES);
    }

    @Test
    void mavenSourcesAreCompiledAgainstTheKitAndPacked() throws Exception {
        write(
                Map.of(
                        "pom.xml", "<project/>",
                        "src/main/java/app/Main.java", MAIN,
                        "src/main/java/app/sub/Ünï.java", "package app.sub; class Ünï {}",
                        "src/main/java/module-info.java", "module app {}",
                        "src/main/resources/web/index.html", "<h1>x</h1>"));

        Plan plan = build(null);

        assertThat(plan).isEqualTo(new Plan.Java(List.of(out.resolve("service.jar")), "app.Main"));
        try (var jar = new JarFile(out.resolve("service.jar").toFile())) {
            assertThat(jar.stream().map(Object::toString))
                    .containsExactlyInAnyOrder(
                            "app/Main.class", "app/sub/Ünï.class", "web/index.html");
        }
        assertThat(out.resolve("work")).doesNotExist();
    }

    @Test
    void filesAtTheRootAreCompiledWithTheJarsOfLib() throws Exception {
        workshop.jar(tree.resolve("lib/b.jar"), "lib.B", "package lib; public class B {}", "");
        write(
                Map.of(
                        "Hello.java",
                        "class Hello { static void main(String[] a) { new lib.B(); } }"));

        assertThat(build(null))
                .isEqualTo(
                        new Plan.Java(
                                List.of(out.resolve("service.jar"), tree.resolve("lib/b.jar")),
                                "Hello"));
    }

    @Test
    void mainCanBeAClassOrASourceFile() throws Exception {
        write(
                Map.of(
                        "src/main/java/app/Main.java",
                        MAIN,
                        "src/main/java/app/Other.java",
                        "package app; class Other { void main() {} }"));

        assertThat(build("app.Other")).hasFieldOrPropertyWithValue("mainClass", "app.Other");
        emptyOut();
        assertThat(build("src/main/java/app/Other.java"))
                .hasFieldOrPropertyWithValue("mainClass", "app.Other");
        emptyOut();
        assertRefused("app.Nobody", "atek.json: /main: want a class of this package");
    }

    @Test
    void severalMainClassesAreSaidUnlessOneIsNamedMain() throws Exception {
        String other = "class %s { public static void main(String[] a) {} }";
        write(Map.of("A.java", other.formatted("A"), "B.java", other.formatted("B")));
        assertRefused(null, "2 classes have a main method (A, B)");

        emptyOut();
        write(Map.of("Main.java", other.formatted("Main")));
        assertThat(build(null)).hasFieldOrPropertyWithValue("mainClass", "Main");
    }

    @Test
    void errorOfTheCompilerIsShownWithoutPathsOfTheHost() throws Exception {
        write(Map.of("src/main/java/app/Main.java", "package app; class Main { int x = \"\"; }"));

        assertThatThrownBy(() -> build(null))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("The package does not compile (javac ended with 1).")
                .hasMessageContaining("\nsrc/main/java/app/Main.java:1: error: incompatible types")
                .message()
                .doesNotContain(dir.toString());
    }

    @Test
    void mavenPackageThatNeedsMoreThanTheKitIsTold() throws Exception {
        write(
                Map.of(
                        "pom.xml", "<project/>",
                        "src/main/java/Main.java", "import org.example.Nothing; class Main {}"));

        assertRefused(null, "so Maven was not asked");
    }

    @Test
    void annotationProcessorOfThePackageDoesNotRun() throws Exception {
        workshop.jar(
                tree.resolve("lib/p.jar"),
                "evil.P",
                """
                package evil;
                public class P extends javax.annotation.processing.AbstractProcessor {
                    static { if (true) throw new Error("it ran"); }
                    public boolean process(
                            java.util.Set<? extends javax.lang.model.element.TypeElement> a,
                            javax.annotation.processing.RoundEnvironment r) { return false; }
                }
                """,
                "");
        write(Map.of("Main.java", "class Main { public static void main(String[] a) {} }"));

        assertThat(build(null)).isInstanceOf(Plan.Java.class);
    }

    /// The compiler follows the Class-Path of a jar to wherever it leads.
    @Test
    void compilerSeesNothingOfTheHost() throws Exception {
        Path secret = dir.toRealPath().resolve("secret.jar");
        workshop.jar(secret, "Secret", "public class Secret {}", Map.of());
        workshop.jar(
                tree.resolve("lib/b.jar"),
                "lib.B",
                "package lib; public class B {}",
                Map.of(Attributes.Name.CLASS_PATH, secret.toString()));
        write(
                Map.of(
                        "src/main/java/Main.java",
                        "class Main { public static void main(String[] a) { new Secret(); } }"));

        assertRefused(null, "Main.java:1: error: cannot find symbol");
    }

    @Test
    void linksInAFolderAreNoSources() throws Exception {
        Path secret = Files.writeString(dir.resolve("Secret.java"), "class Secret {}");
        Files.createSymbolicLink(tree.resolve("Secret.java"), secret);
        write(
                Map.of(
                        "Main.java",
                        "class Main { public static void main(String[] a) { new Secret(); } }"));

        assertRefused(null, "Main.java:1: error: cannot find symbol");
    }

    @Test
    void jarIsStartedByItsManifest() throws Exception {
        workshop.jar(tree.resolve("app.jar"), "app.Main", "package app; class Main {}", "app.Main");
        workshop.jar(tree.resolve("lib/b.jar"), "lib.B", "package lib; class B {}", "");
        var plan =
                new Plan.Java(
                        List.of(tree.resolve("app.jar"), tree.resolve("lib/b.jar")), "app.Main");

        assertThat(build("app.jar")).isEqualTo(plan);
        assertThat(build(null)).isEqualTo(plan);
        assertRefused("lib/b.jar", "the manifest of b.jar has no Main-Class");
        assertRefused("nothing.jar", "atek.json: /main: there is no \"nothing.jar\"");
    }

    @Test
    void classInALibraryCanBeTheMain() throws Exception {
        workshop.jar(tree.resolve("lib/b.jar"), "lib.B", "package lib; class B {}", "");

        assertThat(build("lib.B"))
                .isEqualTo(new Plan.Java(List.of(tree.resolve("lib/b.jar")), "lib.B"));
        assertRefused("lib.C", "want a class in one of the package's jars, is \"lib.C\"");
        assertRefused(null, "0 of its jars name a Main-Class");
    }

    @Test
    void jarThatIsNoJarIsRefused() throws Exception {
        write(Map.of("app.jar", "hello"));

        assertRefused("app.jar", "app.jar is no jar");
    }

    @Test
    void nodePackageIsStartedByItsMain() throws Exception {
        write(
                Map.of(
                        "package.json",
                        "{\"main\":\"lib/run.js\"}",
                        "lib/run.js",
                        "",
                        "index.js",
                        ""));
        assertThat(build(null)).isEqualTo(new Plan.Node(tree.resolve("lib/run.js")));

        Files.delete(tree.resolve("lib/run.js"));
        assertThat(build(null)).isEqualTo(new Plan.Node(tree.resolve("index.js")));

        Files.delete(tree.resolve("index.js"));
        assertRefused(
                null, "Package issue: neither package.json \"main\" nor /index.js could be found.");
    }

    @Test
    void nodePackageBringsItsDependencies() throws Exception {
        write(Map.of("package.json", "{\"dependencies\":{\"x\":\"1\"}}", "index.js", ""));
        assertRefused(null, "The package needs npm, which is not installed");

        write(Map.of("node_modules/x/index.js", ""));
        assertThat(build(null)).isInstanceOf(Plan.Node.class);
    }

    @Test
    void scriptOutsideOfThePackageIsRefused() throws Exception {
        Files.writeString(dir.resolve("out.js"), "");
        write(Map.of("package.json", "{\"main\":\"../out.js\"}"));

        assertRefused(null, "leads out of the package");
    }

    @Test
    void brokenPackageFileIsSaid() throws Exception {
        write(Map.of("package.json", "{"));

        assertRefused(null, "package.json: want JSON, is not");
    }

    @Test
    void folderOfWebFilesIsServed() throws Exception {
        write(Map.of("web/index.html", ""));
        assertThat(build(null)).isEqualTo(new Plan.Static(tree.resolve("web")));

        write(Map.of("index.html", ""));
        assertThat(build(null)).isEqualTo(new Plan.Static(tree));

        write(Map.of("package.json", "{}", "dist/index.html", ""));
        assertThat(build(ServiceRuntime.STATIC, "dist"))
                .isEqualTo(new Plan.Static(tree.resolve("dist")));
        assertThatThrownBy(() -> build(ServiceRuntime.STATIC, "src"))
                .hasMessageContaining("atek.json: /main");
    }

    @Test
    void emptyPackageIsSaid() {
        assertRefused(null, "neither package.json \"main\" nor /index.js could be found");
    }

    private void write(Map<String, String> files) throws IOException {
        Workshop.write(tree, files);
    }

    private void emptyOut() throws IOException {
        Disk.delete(out);
        Files.createDirectory(out);
    }

    private Plan build(@Nullable String main) throws IOException {
        return build(null, main);
    }

    private Plan build(@Nullable ServiceRuntime runtime, @Nullable String main) throws IOException {
        var manifest = new Manifest(null, null, null, null, null, runtime, main, null, List.of());
        return builder.build(tree, manifest, out, false, Progress.SILENT);
    }

    private void assertRefused(@Nullable String main, String said) {
        assertThatThrownBy(() -> build(main))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(said);
    }
}
