package cloud.atek.host.process;

import java.time.Duration;

/// A confined command that is expected to end by itself, such as a compiler.
///
/// @param patience after this it is killed with all it started
public record Job(Confinement confinement, Duration patience) {

    /// How a job ended.
    public sealed interface End {

        /// @param code 0 is success; above 128 it was killed by signal `code - 128`
        record Exited(int code) implements End {}

        /// It was killed, or failed, because it took more than it may.
        ///
        /// @param reason such as `it used more than its 1024 MiB of memory`
        record Exceeded(String reason) implements End {}

        /// It took longer than its patience and was killed.
        record TimedOut(Duration patience) implements End {}

        /// It could not even begin.
        record NotStarted(String reason) implements End {}
    }
}
