package cloud.atek.host.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Processes that the kernel counts and limits together. Thread-safe.
public interface Group extends AutoCloseable {

    /// Where nothing counts them: each process is limited by itself, if at all.
    Group NONE =
            new Group() {
                @Override
                public List<Path> doors() {
                    return List.of();
                }

                @Override
                public Optional<String> exceeded() {
                    return Optional.empty();
                }

                @Override
                public void close() {}
            };

    /// Files to which a process writes its number to join; all that it starts then belongs to it.
    List<Path> doors();

    /// What they ran into, in one sentence such as `it used more than its 256 MiB of memory`; empty
    /// while they keep to what they may.
    Optional<String> exceeded();

    /// Takes the group away, once its processes are gone. Closing it twice does nothing.
    @Override
    void close();
}
