package cloud.atek.host.install;

/// Where an installation tells how far it is. Called from the installing thread.
@FunctionalInterface
public interface Progress {

    /// Nobody listens.
    Progress SILENT = _ -> {};

    /// One short plain sentence without control characters, such as `Receiving objects 63 %`.
    /// Nothing in it was written by a server.
    void say(String words);

    /// A line that a tool of the build printed, safe to show. Whoever wrote the package may have
    /// written it, and many thousands of them. Called from any one thread at a time.
    default void printed(String line) {}
}
