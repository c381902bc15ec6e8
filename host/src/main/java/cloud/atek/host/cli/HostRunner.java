package cloud.atek.host.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The host, as `atek up` drives it: prepared first, so that a stop signal that comes while it
/// boots finds something to stop.
@FunctionalInterface
public interface HostRunner {

    /// Takes nothing and starts nothing yet.
    Running prepare(UpOptions options);

    /// A host in this process.
    interface Running extends AutoCloseable {

        /// Boots, and returns when the core services and the server database are up.
        ///
        /// @throws HostStartException when it cannot; then nothing of it is left
        Started start() throws HostStartException;

        /// Returns when the host has stopped, whoever stopped it.
        void awaitStop() throws InterruptedException;

        /// Stops every child process within 5 s. From any thread, at any time, also in the midst of
        /// [#start]; a second call does nothing.
        @Override
        void close();
    }

    /// What a newcomer wants to know of a host that is up.
    ///
    /// @param port where it listens
    /// @param ui such as `http://localhost:8080/`
    /// @param setup the one-time link that creates the first admin; null when there are users
    /// @param warning one sentence that belongs on every page, such as that nothing is sandboxed;
    ///   null when all is well
    record Started(
            int port,
            URI ui,
            URI gateway,
            Path data,
            @Nullable URI setup,
            @Nullable String warning) {

        /// The setup link is as good as a password.
        @Override
        public String toString() {
            return "Started[" + ui + "]";
        }
    }
}
