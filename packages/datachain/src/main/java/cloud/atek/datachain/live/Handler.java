package cloud.atek.datachain.live;

/// Answers requests of one type. Called by several threads side by side, and again for the same
/// request when a server died or lost its lease: what it does outside of its [Answer] may happen
/// twice.
@FunctionalInterface
public interface Handler {

    /// @throws RuntimeException for what it did not foresee; the caller is told that it failed, and
    ///   not how
    Answer handle(Request request);
}
