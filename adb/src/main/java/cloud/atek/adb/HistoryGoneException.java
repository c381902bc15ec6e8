package cloud.atek.adb;

/// Compaction or a purge removed what somebody wanted to hear of; the message is for him.
public final class HistoryGoneException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long oldest;

    /// @param oldest the first sequence behind which every commit is whole
    HistoryGoneException(long after, long oldest) {
        super(
                "What changed after %d is not there any more, it was compacted or purged: read the"
                                .formatted(after)
                        + " records anew, and watch from %d or later".formatted(oldest));
        this.oldest = oldest;
    }

    public long oldest() {
        return oldest;
    }
}
