package cloud.atek.host.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A package for the JVM: sources that are compiled here, or jars.
///
/// Class paths hold jars only: a JVM can cache the classes of jars for a fast start, but not those
/// of folders.
final class JavaBuild {

    private static final Pattern CLASS_NAME =
            Pattern.compile(
                    "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
                            + "(?:\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");
    private static final Path MAVEN_SOURCES = Path.of("src", "main", "java");
    private static final Path MAVEN_RESOURCES = Path.of("src", "main", "resources");
    private static final String JAR = "service.jar";

    private final Compiler compiler;

    JavaBuild(Compiler compiler) {
        this.compiler = compiler;
    }

    Plan build(Path tree, @Nullable String main, Path out, Progress progress) throws IOException {
        List<Path> libraries = Inside.files(tree.resolve("lib"), ".jar");
        requireNames(libraries);
        if (main != null && main.endsWith(".jar")) {
            return ofJar(Inside.find(tree, main, "atek.json: /main"), libraries);
        }
        List<Path> sources = sources(tree);
        if (sources.isEmpty()) {
            return ofJars(tree, libraries, main);
        }
        progress.say("Compiling " + sources.size() + " Java files");
        return ofSources(new Sources(tree, sources, libraries), main, out, progress);
    }

    /// What is compiled, and against what besides the kit.
    record Sources(Path tree, List<Path> files, List<Path> libraries) {

        Path root() {
            Path maven = tree.resolve(MAVEN_SOURCES);
            return Disk.isFolder(maven) ? maven : tree;
        }
    }

    private static List<Path> sources(Path tree) throws IOException {
        Path maven = tree.resolve(MAVEN_SOURCES);
        List<Path> found =
                Disk.isFolder(maven)
                        ? Inside.filesBelow(maven, ".java")
                        : Inside.files(tree, ".java");
        // Services run from the class path, where a module declaration means nothing.
        return found.stream().filter(file -> !file.endsWith("module-info.java")).toList();
    }

    private Plan ofSources(Sources sources, @Nullable String main, Path out, Progress progress)
            throws IOException {
        Path classes = compiler.compile(sources, out.resolve("work"), progress);
        String mainClass = MainClass.find(classes, sources, main);
        Path jar = out.resolve(JAR);
        JarPacking.pack(
                Stream.of(classes, sources.tree().resolve(MAVEN_RESOURCES))
                        .filter(Disk::isFolder)
                        .toList(),
                jar);
        Disk.delete(out.resolve("work"));
        return plan(jar, sources.libraries(), mainClass);
    }

    private static Plan ofJar(Path jar, List<Path> libraries) throws IOException {
        requireNames(List.of(jar));
        String mainClass = JarPacking.mainClass(jar);
        if (mainClass.isEmpty()) {
            throw new RefusedException(
                    "Package issue: the manifest of "
                            + jar.getFileName()
                            + " has no Main-Class, so nothing says what to start.");
        }
        return plan(jar, libraries, mainClass);
    }

    private static Plan ofJars(Path tree, List<Path> libraries, @Nullable String main)
            throws IOException {
        List<Path> jars = new ArrayList<>(Inside.files(tree, ".jar"));
        requireNames(jars);
        jars.addAll(libraries);
        if (jars.isEmpty()) {
            throw new RefusedException(nothing(tree));
        }
        return main == null ? ofOnlyProgram(jars, libraries) : ofClass(main, jars);
    }

    /// @param classPath jars
    /// @param main the class to start, which is in one of them
    static Plan ofClasses(List<Path> classPath, String main) throws IOException {
        requireNames(classPath);
        return ofClass(main, classPath);
    }

    private static Plan ofClass(String main, List<Path> jars) throws IOException {
        for (Path jar : jars) {
            if (JarPacking.hasClass(jar, main)) {
                return new Plan.Java(jars, requireClassName(main));
            }
        }
        throw new RefusedException(
                "atek.json: /main: want a class in one of the package's jars, is \""
                        + EntryName.visible(main)
                        + "\"");
    }

    private static Plan ofOnlyProgram(List<Path> jars, List<Path> libraries) throws IOException {
        List<Path> programs = new ArrayList<>();
        for (Path jar : jars) {
            if (!JarPacking.mainClass(jar).isEmpty()) {
                programs.add(jar);
            }
        }
        if (programs.size() == 1) {
            return ofJar(programs.getFirst(), libraries);
        }
        throw new RefusedException(
                "Package issue: "
                        + programs.size()
                        + " of its jars name a Main-Class, want exactly one; atek.json can name the"
                        + " jar or the class as \"main\".");
    }

    private static String nothing(Path tree) {
        return Disk.isFile(tree.resolve("pom.xml"))
                ? "Package issue: a Maven project without src/main/java at its root. "
                        + Compiler.MAVEN
                : "Package issue: there are neither Java sources (src/main/java, or *.java at the"
                        + " root) nor jars (at the root, or in lib).";
    }

    private static Plan plan(Path jar, List<Path> libraries, String mainClass)
            throws RefusedException {
        List<Path> classPath = new ArrayList<>(List.of(jar));
        libraries.stream().filter(library -> !library.equals(jar)).forEach(classPath::add);
        return new Plan.Java(classPath, requireClassName(mainClass));
    }

    private static String requireClassName(String name) throws RefusedException {
        if (CLASS_NAME.matcher(name).matches()) {
            return name;
        }
        throw new RefusedException(
                "Package issue: \"" + EntryName.visible(name) + "\" is no name of a class.");
    }

    /// A colon ends an entry of a class path, and a comma can end one of other options.
    private static void requireNames(List<Path> jars) throws RefusedException {
        for (Path jar : jars) {
            String name = String.valueOf(jar.getFileName());
            if (name.contains(":") || name.contains(",") || EntryName.hasHiddenCharacter(name)) {
                throw new RefusedException(
                        "Package issue: the jar \""
                                + EntryName.visible(name)
                                + "\" has a character in its name that class paths cannot hold.");
            }
        }
    }
}
