package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Confinement;
import cloud.atek.host.process.Job;
import cloud.atek.host.process.Jobs;
import cloud.atek.host.process.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Runs `javac` in the sandbox: it sees the package, the kit and an empty folder to write to.
/// Annotation processors, which would be code of the package, are off.
final class Compiler {

    static final String MAVEN =
            "Its pom.xml names no dependencies, so Maven was not asked: name them there, put jars"
                    + " into lib, or publish a finished jar and name it in atek.json as \"main\".";

    private static final String TREE = "/app";
    private static final String WORK = "/build";
    private static final String KIT = "/kit";
    private static final String JDK = "/jdk";

    /// A JVM that finds no locale takes names of files for ASCII, and cannot open the others.
    private static final Path UTF_8_LOCALE = Path.of("/usr/lib/locale/C.utf8");

    private static final String ERRORS_MAX = "5";

    private final Jobs jobs;
    private final Toolchain toolchain;

    Compiler(Jobs jobs, Toolchain toolchain) {
        this.jobs = jobs;
        this.toolchain = toolchain;
    }

    /// @param work made here; what the compiler may write to
    /// @param progress hears each line of the compiler
    /// @return the folder with the classes, in `work`
    /// @throws RefusedException when it does not compile, with the last lines of what was said
    Path compile(JavaBuild.Sources sources, Path work, Progress progress) throws IOException {
        Path classes = Files.createDirectories(work.resolve("classes"));
        Deque<String> said = new ArrayDeque<>();
        Consumer<String> line =
                each -> {
                    keep(withoutPath(each, sources.tree()), said);
                    progress.printed(each);
                };
        Confinement confinement = confinement(sources, work);
        Job.End end = run(new Job(confinement, PackageLimits.BUILD_TIME_MAX), line);
        switch (end) {
            case Job.End.Exited(int code) when code == 0 -> {
                return classes;
            }
            case Job.End.Exited(int code) -> throw failed(code, sources.tree(), said);
            case Job.End.Exceeded(String reason) ->
                    throw new RefusedException("The package does not compile: " + reason + ".");
            case Job.End.TimedOut(var patience) ->
                    throw new RefusedException(
                            "Compiling took longer than "
                                    + patience.toSeconds()
                                    + " seconds, so it was given up.");
            case Job.End.NotStarted(String reason) ->
                    throw new RefusedException("The compiler could not be started: " + reason);
        }
    }

    private static void keep(String line, Deque<String> said) {
        said.addLast(line);
        if (said.size() > PackageLimits.SHOWN_LINES_MAX) {
            said.removeFirst();
        }
    }

    private Job.End run(Job job, Consumer<String> line) throws RefusedException {
        try {
            return jobs.run(job, line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("The installation was cancelled.", e);
        }
    }

    /// A line about a file begins with its path: as it is inside, or outside when nothing confines.
    private static String withoutPath(String line, Path tree) {
        for (String start : List.of(TREE + "/", tree + "/")) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
        }
        return line;
    }

    private Confinement confinement(JavaBuild.Sources sources, Path work) throws RefusedException {
        List<Bind> readOnly = new ArrayList<>();
        readOnly.add(new Bind(toolchain.jdk(), JDK));
        readOnly.add(new Bind(sources.tree(), TREE));
        if (Files.isDirectory(UTF_8_LOCALE)) {
            readOnly.add(new Bind(UTF_8_LOCALE, UTF_8_LOCALE.toString()));
        }
        List<String> classPath = new ArrayList<>();
        for (Path jar : toolchain.kitJars()) {
            String inside = KIT + "/" + jar.getFileName();
            readOnly.add(new Bind(jar, inside));
            classPath.add(inside);
        }
        for (Path jar : sources.libraries()) {
            classPath.add(TREE + "/" + sources.tree().relativize(jar));
        }
        return new Confinement(
                command(String.join(":", classPath), names(sources)),
                readOnly,
                List.of(new Bind(work, WORK)),
                Map.of("LC_ALL", "C.UTF-8"),
                TREE,
                Limits.BUILD);
    }

    private static List<String> command(String classPath, List<String> files) {
        List<String> options =
                List.of(
                        JDK + "/bin/javac",
                        "-J-Xmx" + Limits.BUILD.heapMb() + "m",
                        "-J-XX:+UseSerialGC",
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:-UsePerfData",
                        "-encoding",
                        "UTF-8",
                        "--release",
                        "25",
                        "-proc:none",
                        "-implicit:none",
                        "-parameters",
                        "-g",
                        "-nowarn",
                        "-Xmaxerrs",
                        ERRORS_MAX,
                        "-classpath",
                        classPath.isEmpty() ? WORK + "/classes" : classPath,
                        "-d",
                        WORK + "/classes");
        return Stream.concat(options.stream(), files.stream()).toList();
    }

    /// The files as the compiler sees them; each begins with a slash, so none can be an option.
    private static List<String> names(JavaBuild.Sources sources) throws RefusedException {
        List<String> names =
                sources.files().stream()
                        .map(file -> TREE + "/" + sources.tree().relativize(file))
                        .toList();
        int bytes = names.stream().mapToInt(name -> name.getBytes(UTF_8).length + 1).sum();
        if (bytes > PackageLimits.SOURCE_NAMES_BYTES_MAX) {
            throw new RefusedException(
                    "The package has too many Java files to be compiled: their names together have "
                            + bytes
                            + " bytes, want at most "
                            + PackageLimits.SOURCE_NAMES_BYTES_MAX
                            + ".");
        }
        return names;
    }

    private static RefusedException failed(int code, Path tree, Deque<String> said) {
        String lines = String.join("\n", said);
        boolean lacks = lines.contains("does not exist") || lines.contains("cannot find symbol");
        String hint = lacks && Disk.isFile(tree.resolve("pom.xml")) ? " " + MAVEN : "";
        return new RefusedException(
                "The package does not compile (javac ended with "
                        + code
                        + ")."
                        + hint
                        + "\n"
                        + lines);
    }
}
