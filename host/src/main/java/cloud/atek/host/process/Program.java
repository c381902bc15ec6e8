package cloud.atek.host.process;

import java.nio.file.Path;
import java.util.List;

/// What a service starts.
public sealed interface Program {

    /// A JVM.
    ///
    /// @param classPath jars and folders, absolute, best inside the launch's tree or build: one
    ///   that lies elsewhere is bound in by itself
    /// @param mainClass fully qualified
    record Java(List<Path> classPath, String mainClass) implements Program {

        public Java {
            classPath = List.copyOf(classPath);
        }
    }

    /// A Node process.
    ///
    /// @param script a `.js` file, absolute, inside the launch's tree or build
    record Node(Path script) implements Program {}
}
