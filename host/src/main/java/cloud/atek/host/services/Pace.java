package cloud.atek.host.services;

import java.time.Duration;

/// How fast a supervisor looks after its services.
///
/// @param probe how often one is asked whether it answers
/// @param answer how long it may take to answer that
/// @param look how long at most until a change of its idle time is noticed
/// @param settle how long one that is about to sleep is still there for whoever found it awake
/// @param trial how long another version has to run before it counts as healthy
record Pace(Duration probe, Duration answer, Duration look, Duration settle, Duration trial) {

    static final Pace USUAL =
            new Pace(
                    Health.PROBE_EVERY,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(3));
}
