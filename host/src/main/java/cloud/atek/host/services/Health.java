package cloud.atek.host.services;

import java.time.Duration;

/// Whether a process that runs does its work: it answers on its socket. Pure.
///
/// @param misses how often in a row it did not answer
record Health(int misses) {

    static final Health GOOD = new Health(0);

    /// How often a service is asked; a question costs it an empty answer.
    static final Duration PROBE_EVERY = Duration.ofSeconds(30);

    /// One that is busy may miss a question; so many in a row are told to people.
    static final int UNHEALTHY_MISSES = 3;

    /// One that misses so many will not answer any more.
    static final int HOPELESS_MISSES = 8;

    Health next(boolean answered) {
        return answered ? GOOD : new Health(misses + 1);
    }

    boolean unhealthy() {
        return misses >= UNHEALTHY_MISSES;
    }

    boolean hopeless() {
        return misses >= HOPELESS_MISSES;
    }

    /// @return one sentence
    String reason() {
        return "It runs and does not answer: %d questions in a row were in vain".formatted(misses);
    }
}
