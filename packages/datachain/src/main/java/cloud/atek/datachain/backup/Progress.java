package cloud.atek.datachain.backup;

/// Hears how far long work is. Called often, by the thread that works.
@FunctionalInterface
public interface Progress {

    /// For whoever does not want to know.
    Progress SILENT = (_, _, _) -> {};

    /// @param what is being done, such as `copying`
    /// @param done of `all`, in bytes or commits
    void at(String what, long done, long all);
}
