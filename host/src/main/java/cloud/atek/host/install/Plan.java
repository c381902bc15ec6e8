package cloud.atek.host.install;

import cloud.atek.api.ServiceRuntime;
import java.nio.file.Path;
import java.util.List;

/// How a built package is started. All paths are absolute and lie in its tree or its build folder.
///
/// Another kind of program, such as a binary or WebAssembly, is another case here and another
/// [ServiceRuntime]: the compiler then names every place that has to know it, from [Builder] to the
/// supervisor.
public sealed interface Plan {

    /// A JVM.
    ///
    /// @param classPath jars, in order; the jars of the kit are not among them
    /// @param mainClass binary name, such as `com.example.Main`
    record Java(List<Path> classPath, String mainClass) implements Plan {

        public Java {
            classPath = List.copyOf(classPath);
        }

        @Override
        public ServiceRuntime runtime() {
            return ServiceRuntime.JAVA;
        }
    }

    /// A Node process.
    record Node(Path script) implements Plan {

        @Override
        public ServiceRuntime runtime() {
            return ServiceRuntime.NODE;
        }
    }

    /// No process: a folder that is served.
    ///
    /// @param root has an `index.html`
    record Static(Path root) implements Plan {

        @Override
        public ServiceRuntime runtime() {
            return ServiceRuntime.STATIC;
        }
    }

    ServiceRuntime runtime();
}
