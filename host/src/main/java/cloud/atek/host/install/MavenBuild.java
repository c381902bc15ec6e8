package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lets Maven package a project that needs more than the compiler and the kit, on a copy of it.
final class MavenBuild {

    private static final String POM = "pom.xml";
    private static final String SETTINGS = "settings.xml";
    private static final String LAUNCHER = "org.codehaus.plexus.classworlds.launcher.Launcher";
    private static final String TARGET = "target";
    private static final Pattern KIT_JAR = Pattern.compile("(atek-[a-z-]*[a-z])-(\\d.*)\\.jar");
    private static final Pattern NO_PROGRAM =
            Pattern.compile(".*-(?:sources|javadoc|tests)\\.jar|original-.*");

    /// Debian keeps Maven's jars and settings there, behind links.
    private static final List<Path> BESIDES =
            List.of(Path.of("/usr/share/java"), Path.of("/etc/maven"));

    private final BuildRun run;
    private final Toolchain toolchain;

    MavenBuild(BuildRun run, Toolchain toolchain) {
        this.run = run;
        this.toolchain = toolchain;
    }

    /// Whether a package is a Maven project that the compiler alone cannot build.
    static boolean isNeeded(Path tree, @Nullable String main) throws IOException {
        boolean jars =
                (main != null && main.endsWith(".jar"))
                        || !Inside.files(tree, ".jar").isEmpty()
                        || !Inside.files(tree.resolve("lib"), ".jar").isEmpty();
        return !jars
                && Disk.isFile(tree.resolve(POM))
                && (Pom.read(tree.resolve(POM)).needsMaven()
                        || !Disk.isFolder(tree.resolve("src/main/java")));
    }

    Plan build(Path tree, @Nullable String main, Path out, Progress progress) throws IOException {
        progress.say("Fetching dependencies and packaging with Maven");
        Path app = out.resolve("app");
        Disk.copy(tree, app);
        Disk.delete(app.resolve(TARGET));
        Path home = Files.createDirectories(out.resolve("home"));
        Files.writeString(home.resolve(SETTINGS), settings(home));
        offerKit(home.resolve("repository"));
        run.run(tool(), out, progress);
        Inside.requireNoWayOut(out.resolve("app"));
        Plan plan = placed(app, out.resolve("jars"), main);
        Disk.delete(app);
        Disk.delete(home);
        return plan;
    }

    private BuildRun.Tool tool() throws IOException {
        BuildTools tools = toolchain.tools();
        Path maven = tools == null ? null : tools.maven();
        if (tools == null || maven == null) {
            throw new RefusedException(
                    "The package needs Maven, which is not installed on this machine: run `sudo apt"
                            + " install maven`, or publish the package as a jar that is named in"
                            + " atek.json as \"main\".");
        }
        List<Bind> binds = new ArrayList<>(tools.runtimes().javaBinds());
        Stream.concat(Stream.of(maven), BESIDES.stream())
                .filter(Files::isDirectory)
                .forEach(path -> binds.add(new Bind(path, path.toString())));
        List<String> classPath = new ArrayList<>();
        for (Path jar : Inside.namedLike(maven.resolve("boot"), "plexus-classworlds")) {
            classPath.add(jar.toString());
        }
        // Only what starts the relay: Maven brings the rest in versions of its own.
        for (Path jar : toolchain.kitJars()) {
            if (jar.getFileName().toString().startsWith("atek-kit-")) {
                binds.add(new Bind(jar, "/kit/" + jar.getFileName()));
                classPath.add("/kit/" + jar.getFileName());
            }
        }
        return new BuildRun.Tool(
                "Maven", command(maven, String.join(":", classPath)), binds, Map.of());
    }

    private List<String> command(Path maven, String classPath) {
        String settings = BuildRun.WORK + "/home/" + SETTINGS;
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/jdk/bin/java",
                                "-Xmx" + 2 * Limits.BUILD.heapMb() + "m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dmaven.home=" + maven,
                                "-Dclassworlds.conf=" + maven + "/bin/m2.conf",
                                "-Dmaven.multiModuleProjectDirectory=" + BuildRun.APP,
                                "-Duser.home=" + BuildRun.WORK + "/home",
                                "-cp",
                                classPath));
        if (run.proxied()) {
            // The relay to the proxy, in Maven's own process.
            command.add("cloud.atek.kit.Launch");
        }
        command.addAll(
                List.of(
                        LAUNCHER,
                        "-B",
                        "-ntp",
                        "-s",
                        settings,
                        "-gs",
                        settings,
                        "-DskipTests",
                        "package",
                        "dependency:copy-dependencies",
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=" + BuildRun.APP + "/" + TARGET + "/atek"));
        return command;
    }

    private String settings(Path home) {
        String proxy =
                """
                <proxy><id>%1$s</id><active>true</active><protocol>%1$s</protocol>
                <host>127.0.0.1</host><port>%2$d</port></proxy>
                """;
        String proxies =
                run.proxied()
                        ? proxy.formatted("https", BuildRun.PROXY_PORT)
                                + proxy.formatted("http", BuildRun.PROXY_PORT)
                        : "";
        String repository =
                run.proxied()
                        ? BuildRun.WORK + "/home/repository"
                        : home.resolve("repository").toString();
        return """
        <settings><localRepository>%s</localRepository><proxies>%s</proxies></settings>
        """
                .formatted(repository, proxies);
    }

    /// The kit is part of each Atek and may be of another version than any that was published.
    private void offerKit(Path repository) throws IOException {
        for (Path jar : toolchain.kitJars()) {
            Matcher name = KIT_JAR.matcher(jar.getFileName().toString());
            if (!name.matches()) {
                continue;
            }
            Path folder =
                    Files.createDirectories(
                            repository
                                    .resolve("cloud/atek")
                                    .resolve(name.group(1))
                                    .resolve(name.group(2)));
            Files.copy(jar, folder.resolve(jar.getFileName()));
            String pom =
                    """
                    <project><modelVersion>4.0.0</modelVersion><groupId>cloud.atek</groupId>
                    <artifactId>%s</artifactId><version>%s</version></project>
                    """
                            .formatted(name.group(1), name.group(2));
            Path file = folder.resolve(name.group(1) + "-" + name.group(2) + ".pom");
            Files.write(file, pom.getBytes(UTF_8));
        }
    }

    /// Keeps the jars, and nothing else that was made on the way.
    private static Plan placed(Path app, Path jars, @Nullable String main) throws IOException {
        Path target = app.resolve(TARGET);
        List<Path> made =
                Inside.files(target, ".jar").stream()
                        .filter(jar -> !NO_PROGRAM.matcher(jar.getFileName().toString()).matches())
                        .sorted(Comparator.comparingLong(jar -> -jar.toFile().length()))
                        .toList();
        if (made.isEmpty()) {
            throw new RefusedException(
                    "Maven made no jar in target: want a project with packaging jar.");
        }
        Files.createDirectories(jars);
        List<Path> classPath = new ArrayList<>();
        for (Path jar : made) {
            classPath.add(moved(jar, jars));
        }
        for (Path jar : Inside.files(target.resolve("atek"), ".jar")) {
            // The kit comes before the class path of every service.
            if (!KIT_JAR.matcher(jar.getFileName().toString()).matches()) {
                classPath.add(moved(jar, jars));
            }
        }
        String start = main != null ? main : start(classPath.subList(0, made.size()), target);
        return JavaBuild.ofClasses(classPath, start);
    }

    private static Path moved(Path jar, Path folder) throws IOException {
        return Files.move(jar, folder.resolve(jar.getFileName()));
    }

    private static String start(List<Path> made, Path target) throws IOException {
        for (Path jar : made) {
            String named = JarPacking.mainClass(jar);
            if (!named.isEmpty()) {
                return named;
            }
        }
        return MainClass.only(target.resolve("classes"));
    }
}
