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

    Builder(Jobs jobs, Toolchain toolchain) {
        this.java = new JavaBuild(new Compiler(jobs, toolchain));
    }

    /// @param tree the package; nothing is written there
    /// @param out an empty folder for what is made
    /// @throws RefusedException when it cannot be built, with the reason as a sentence and what the
    ///   compiler said last
    Plan build(Path tree, Manifest manifest, Path out, Progress progress) throws IOException {
        ServiceRuntime runtime = manifest.runtime();
        return switch (runtime == null ? recognise(tree) : runtime) {
            case JAVA -> java.build(tree, manifest.main(), out, progress);
            case NODE -> NodeBuild.build(tree, manifest.main());
            case STATIC -> StaticBuild.build(tree, manifest.main());
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
