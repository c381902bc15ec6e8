package cloud.atek.datachain.live;

import java.time.Duration;

/// On what terms work is given out.
///
/// @param term how long a worker has a message for himself, by the chain's clock; longer than the
///   work takes, or the worker renews
/// @param attemptsMax how many times a message is given out, from 1; then it is given up, lest one
///   that cannot be worked on is tried for ever
public record WorkTerms(Duration term, int attemptsMax) {

    public static final WorkTerms DEFAULT = new WorkTerms(Duration.ofSeconds(30), 10);

    public WorkTerms {
        if (!term.isPositive() || attemptsMax < 1) {
            throw new IllegalArgumentException(
                    "terms of %s and %d attempts: want more than none"
                            .formatted(term, attemptsMax));
        }
    }
}
