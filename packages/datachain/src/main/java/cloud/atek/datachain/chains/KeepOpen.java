package cloud.atek.datachain.chains;

import java.time.Duration;

/// How long and how many chains stay open.
///
/// @param idle how long one stays open that nobody uses, by the chains' clock
/// @param openMax most that are open at once, from 1: each has a few files and threads, and its
///   rows in memory
public record KeepOpen(Duration idle, int openMax) {

    public static final KeepOpen DEFAULT = new KeepOpen(Duration.ofSeconds(60), 256);

    public KeepOpen {
        if (idle.isNegative() || openMax < 1) {
            throw new IllegalArgumentException(
                    "keep %d chains open for %s: want more".formatted(openMax, idle));
        }
    }
}
