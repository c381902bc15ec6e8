package cloud.atek.host.install;

import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceRuntime;
import cloud.atek.host.process.Jobs;
import java.io.IOException;
import java.nio.file.Path;

/// Makes a program of a package's files: recognises what it is, and compiles what must be compiled.
/// Code of the package runs nowhere but in the sandbox. Thread-safe; blocks its thread.
final class Builder {

    private final JavaBuild java;
    private final NpmBuild npm;
    private final MavenBuild maven;

    Builder(Jobs jobs, Toolchain toolchain, Registries registries) {
        var run = new BuildRun(jobs, registries);
        this.java = new JavaBuild(new Compiler(jobs, toolchain));
        this.npm = new NpmBuild(run, toolchain.tools());
        this.maven = new MavenBuild(run, toolchain);
    }

    /// @param tree the package; nothing is written there
    /// @param out an empty folder for what is made
    /// @param inPlace whether the package is a folder that somebody works in
    /// @throws RefusedException when it cannot be built, with the reason as a sentence and what the
    ///   compiler said last
    Plan build(Path tree, Manifest manifest, Path out, boolean inPlace, Progress progress)
            throws IOException {
        ServiceRuntime runtime = manifest.runtime();
        return switch (runtime == null ? recognise(tree) : runtime) {
            case JAVA ->
                    MavenBuild.isNeeded(tree, manifest.main())
                            ? maven.build(tree, manifest.main(), out, progress)
                            : java.build(tree, manifest.main(), out, progress);
            case NODE ->
                    NodeBuild.build(npm.prepare(tree, out, inPlace, progress), manifest.main());
            case STATIC ->
                    StaticBuild.build(npm.prepare(tree, out, inPlace, progress), manifest.main());
        };
    }

    private static ServiceRuntime recognise(Path tree) throws IOException {
        if (has(tree, "package.json") || has(tree, "index.js")) {
            return ServiceRuntime.NODE;
        }
        if (has(tree, "pom.xml")
                || Disk.isFolder(tree.resolve("src/main/java"))
                || !Inside.files(tree, ".java").isEmpty()
                || !Inside.files(tree, ".jar").isEmpty()
                || !Inside.files(tree.resolve("lib"), ".jar").isEmpty()) {
            return ServiceRuntime.JAVA;
        }
        if (StaticBuild.root(tree).isPresent()) {
            return ServiceRuntime.STATIC;
        }
        // What the first Atek says of a package that it cannot start.
        throw new RefusedException(NodeBuild.NO_ENTRY);
    }

    private static boolean has(Path tree, String file) {
        return Disk.isFile(tree.resolve(file));
    }
}
